package parkgate.occupancy;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer is still to be sent. It holds at most the latest value of each lot, so a viewer that reads slowly skips
 * values and never falls behind the present by more than its own slowness. Pure; one thread.
 */
final class Backlog {
    private final Set<String> watched = new HashSet<>();
    private final Set<String> awaited = new HashSet<>();
    private final Map<String, String> pending = new LinkedHashMap<>();
    private final Map<Notice, Set<String>> notices = new EnumMap<>(Notice.class);

    /** The lots that this viewer watches from now on: the value of a new one is awaited, another's end is told. */
    void watch(Set<String> lotIds) {
        for (String lotId : lotIds) {
            if (watched.add(lotId)) {
                awaited.add(lotId);
            }
        }
        watched.removeIf(lotId -> {
            boolean gone = !lotIds.contains(lotId);
            if (gone) {
                awaited.remove(lotId);
                pending.put(lotId, EventText.gone(lotId));
            }
            return gone;
        });
    }

    /** Takes what a round says: changes, and first values. */
    void take(Round round) {
        round.events().forEach((lotId, event) -> {
            boolean first = awaited.remove(lotId);
            if (watched.contains(lotId) && (first || event.changed())) {
                pending.put(lotId, event.text());
            }
        });
    }

    /** Something changed at these lots: where one is watched, that is told once. */
    void notice(Notice notice, Set<String> lotIds) {
        lotIds.stream().filter(watched::contains).forEach(lotId -> notices.computeIfAbsent(
                        notice, x -> new LinkedHashSet<>())
                .add(lotId));
    }

    /** True while a lot's first value is not known. */
    boolean incomplete() {
        return !awaited.isEmpty();
    }

    /** Everything that is to be sent, which is then no longer pending; null when there is nothing. */
    @Nullable
    String drain() {
        if (pending.isEmpty() && notices.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        pending.values().forEach(text::append);
        pending.clear();
        notices.forEach((notice, lotIds) -> lotIds.forEach(lotId -> text.append(EventText.notice(notice, lotId))));
        notices.clear();
        return text.toString();
    }
}
