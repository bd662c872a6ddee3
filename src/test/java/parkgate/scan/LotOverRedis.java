package parkgate.scan;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.AccessRequest;
import parkgate.core.access.Answer;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.Guard;
import parkgate.core.access.Happening;
import parkgate.core.access.LotEvent;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.Packing;
import parkgate.core.access.PoolCount;
import parkgate.core.access.RightsAtLot;
import parkgate.core.access.Snapshot;
import parkgate.core.access.Stay;

/** One lot in a real Redis, call by call: the functions of {@code redis/parkgate.lua} with typed arguments. */
final class LotOverRedis implements AutoCloseable {
    static final long ANSWERS_LIVE_MS = 900_000;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    final RedisCommands<String, String> redis;
    final String lotId;

    LotOverRedis(String uri, String lotId) {
        this.lotId = lotId;
        client = RedisClient.create(uri);
        connection = client.connect();
        redis = connection.sync();
        redis.functionLoad(LotLibrary.load().source(), true);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }

    String key(String name) {
        return "{" + lotId + "}" + name;
    }

    private static String guardKey(CredentialId credential) {
        return "{" + credential + "}guard";
    }

    private String[] keysWithAnswer(String answerKey, String... more) {
        Stream<String> lot =
                Stream.of(key("head"), key("inside"), key("pass"), key("outbox"), key("answer:" + answerKey));
        return Stream.concat(lot, Stream.of(more)).toArray(String[]::new);
    }

    private List<Object> call(String function, String[] keys, Object... args) {
        String[] texts = Stream.of(args).map(String::valueOf).toArray(String[]::new);
        return redis.fcall(function, ScriptOutputType.MULTI, keys, texts);
    }

    private String word(String function, String[] keys, Object... args) {
        String[] texts = Stream.of(args).map(String::valueOf).toArray(String[]::new);
        return redis.fcall(function, ScriptOutputType.VALUE, keys, texts);
    }

    // ── access, outcome, happened ───────────────────────────────────────────────────────────────────────────────────

    List<Object> access(AccessRequest ask) {
        String right = key("right:" + ask.credential());
        String echo = key("echo:" + ask.root());
        boolean guarded = ask.codeClass() != CodeClass.S && ask.claimed() == null;
        String[] keys = guarded
                ? keysWithAnswer(ask.scanId(), right, echo, guardKey(ask.credential()))
                : keysWithAnswer(ask.scanId(), right, echo);
        return call(
                "access",
                keys,
                ask.nowMs(),
                ask.scanId(),
                ask.lane().direction(),
                ask.lane().id(),
                bit(ask.lane().confirmPassage()),
                ask.credential(),
                ask.root(),
                bit(ask.rootCertain()),
                ask.codeClass(),
                ask.step(),
                ask.faults().stream().map(Reason::name).collect(Collectors.joining("+")),
                ask.rules().version(),
                Packing.rules(ask.rules()),
                ask.leastRightVersion(),
                ask.moment().weekday(),
                ask.moment().minute(),
                bit(ask.fresh()),
                ask.sessionId(),
                ask.decisionId(),
                ask.extra(),
                ask.deadlineMs(),
                ask.answersLiveMs(),
                ask.outboxBound(),
                claimed(ask));
    }

    private static String claimed(AccessRequest ask) {
        Guard.Verdict verdict = ask.claimed();
        if (verdict == null) {
            return "";
        }
        return verdict == Guard.Verdict.SAME ? "SAME " + ask.claimedDecisionId() : verdict.name();
    }

    List<Object> outcome(long nowMs, String decisionId, EventKind kind, String key, String extra) {
        return call("outcome", keysWithAnswer(key), nowMs, decisionId, kind, key, extra, ANSWERS_LIVE_MS);
    }

    List<Object> happened(Happening h) {
        return call(
                "happened",
                keysWithAnswer(h.key()),
                h.nowMs(),
                h.kind(),
                h.key(),
                h.direction() == null ? "" : h.direction(),
                h.laneId(),
                h.credentialId(),
                h.rootId(),
                h.sessionId(),
                h.decisionId(),
                h.rightId(),
                h.poolId(),
                h.entryMs(),
                h.count(),
                String.join("+", h.flags()),
                h.extra(),
                ANSWERS_LIVE_MS);
    }

    List<Object> offline(OfflineScan s) {
        return call(
                "offline",
                keysWithAnswer(s.scanId()),
                s.nowMs(),
                s.scanId(),
                s.manner(),
                s.direction(),
                s.laneId(),
                s.credentialId(),
                s.rootId(),
                s.codeClass(),
                s.eventMs(),
                s.sessionId(),
                s.decisionId(),
                s.rightId(),
                s.poolId(),
                s.adjDelta(),
                String.join("+", s.flags()),
                s.extra(),
                s.rules().version(),
                Packing.rules(s.rules()),
                ANSWERS_LIVE_MS,
                s.outboxBound());
    }

    String learnStep(
            CredentialId credential,
            long atMs,
            long step,
            String laneId,
            String scanId,
            String decisionId,
            long mostStep) {
        String[] keys = {guardKey(credential)};
        return word("guard_learn", keys, atMs, step, lotId, laneId, scanId, decisionId, mostStep);
    }

    List<Object> untold(long nowMs, String decisionId, long seq, long deadlineMs, String key) {
        return call("untold", keysWithAnswer(key), nowMs, decisionId, seq, deadlineMs, key, ANSWERS_LIVE_MS);
    }

    private static String bit(boolean on) {
        return on ? "1" : "0";
    }

    /** What a reply of access, outcome or happened says. */
    static Answer answer(List<Object> reply) {
        return switch (text(reply, 0)) {
            case "COLD" -> new Answer.Cold();
            case "MISS" -> new Answer.Miss();
            case "ROOT" -> new Answer.Root(text(reply, 1));
            case "UNSURE" -> new Answer.Unsure();
            case "NOT_PENDING" -> new Answer.NotPending();
            case "NOT_DUE" -> new Answer.NotDue();
            case "NOT_OPEN" -> new Answer.NotOpen();
            case "INSIDE" -> new Answer.Inside();
            case "FULL" -> new Answer.Full();
            case "DENIED" ->
                new Answer.Denied(Reason.valueOf(text(reply, 1)), Direction.valueOf(text(reply, 5)), pool(reply));
            case "GRANTED" -> new Answer.Granted(LotEvent.parse(text(reply, 1)));
            case "ANSWER" ->
                new Answer.Answered(
                        standing(reply),
                        LotEvent.parse(text(reply, 2)),
                        reply.size() > 6 && text(reply, 6).equals("1"));
            case "REPEAT" -> repeated(reply);
            default -> throw new AssertionError("an unknown reply: " + reply);
        };
    }

    private static @Nullable PoolCount pool(List<Object> reply) {
        return reply.size() == 6
                ? null
                : new PoolCount(text(reply, 6), Integer.parseInt(text(reply, 7)), Integer.parseInt(text(reply, 8)));
    }

    private static Answer repeated(List<Object> reply) {
        LotEvent event = LotEvent.parse(text(reply, 2));
        List<Object> told = reply.subList(3, 8);
        List<String> meant = List.of(
                event.decisionId(),
                event.sessionId(),
                event.rightId(),
                Long.toString(event.deadlineMs()),
                String.join("+", event.flags()));
        if (!told.equals(meant) || !text(reply, 8).equals(String.valueOf(event.direction()))) {
            throw new AssertionError("a repeat whose fields are not its event's: " + reply);
        }
        return new Answer.Repeated(standing(reply), event, text(reply, 12).equals("1"));
    }

    private static Answer.Standing standing(List<Object> reply) {
        return Answer.Standing.valueOf(text(reply, 1));
    }

    static String text(List<Object> reply, int at) {
        return (String) reply.get(at);
    }

    // ── The other functions ─────────────────────────────────────────────────────────────────────────────────────────

    String mark(long nowMs, long epoch, long seq) {
        return word("mark", new String[] {key("head")}, nowMs, epoch, seq);
    }

    String done(long epoch, long seq) {
        return word("done", new String[] {key("head"), key("outbox")}, epoch, seq);
    }

    String confirm(long epoch) {
        return word("confirm", new String[] {key("head")}, epoch);
    }

    List<Object> install(long nowMs, Snapshot snapshot, Collection<String> recorded) {
        List<Object> args = new ArrayList<>(List.of(
                nowMs,
                snapshot.epoch(),
                snapshot.lastSeq(),
                snapshot.adj(),
                snapshot.atMs(),
                key("answer:"),
                ANSWERS_LIVE_MS,
                recorded.size()));
        args.addAll(recorded);
        snapshot.stays().forEach((root, stays) -> {
            args.add(root);
            args.add(Packing.stays(stays));
        });
        String[] keys = {key("head"), key("inside"), key("pass"), key("outbox")};
        return call("install", keys, args.toArray());
    }

    List<Object> counts(long nowMs) {
        return call("lot_counts", new String[] {key("head")}, nowMs);
    }

    List<Object> waiting(long nowMs, int mostEvents, int mostPassages) {
        String[] keys = {key("head"), key("outbox"), key("pass"), key("inside")};
        return call("waiting", keys, nowMs, mostEvents, mostPassages);
    }

    String putRight(CredentialId credential, RightsAtLot read) {
        return word(
                "put_right",
                new String[] {key("head"), key("right:" + credential)},
                read.version(),
                bit(read.known()),
                read.root(),
                Packing.rights(read.rights()),
                ANSWERS_LIVE_MS);
    }

    /** The decision is the scan's own: {@code decision-of-} and its id. */
    String guardClaim(CredentialId credential, long nowMs, long step, String laneId, String scanId, String token) {
        String decision = "decision-of-" + scanId;
        String[] keys = {guardKey(credential)};
        return word("guard_claim", keys, nowMs, step, lotId, laneId, scanId, decision, token);
    }

    String guardBack(CredentialId credential, String token) {
        return word("guard_back", new String[] {guardKey(credential)}, token);
    }

    String guardUndo(CredentialId credential, String decisionId) {
        return word("guard_undo", new String[] {guardKey(credential)}, decisionId);
    }

    // ── What it holds ───────────────────────────────────────────────────────────────────────────────────────────────

    /** Everything, as text that was read; the guards would each be on a slot of their own in a cluster. */
    record Held(
            Map<String, String> head,
            Map<String, List<Stay>> stays,
            Map<String, String> pending,
            List<LotEvent> outbox,
            Map<String, LotEvent> answers,
            Map<CredentialId, String> guards) {}

    Held held(Collection<String> answerKeys, Collection<CredentialId> credentials) {
        RedisAsyncCommands<String, String> all = connection.async(); // one journey for all of them
        RedisFuture<Map<String, String>> head = all.hgetall(key("head"));
        RedisFuture<Map<String, String>> inside = all.hgetall(key("inside"));
        RedisFuture<Map<String, String>> pass = all.hgetall(key("pass"));
        RedisFuture<List<StreamMessage<String, String>>> outbox = all.xrange(key("outbox"), Range.unbounded());
        RedisFuture<List<KeyValue<String, String>>> answers = all.mget(names(answerKeys, k -> key("answer:" + k)));
        RedisFuture<List<KeyValue<String, String>>> guards = all.mget(names(credentials, LotOverRedis::guardKey));
        return new Held(
                await(head),
                values(await(inside), Packing::parseStays),
                await(pass),
                await(outbox).stream()
                        .map(entry -> LotEvent.parse(entry.getBody().get("e")))
                        .toList(),
                present(await(answers), k -> k.substring(key("answer:").length()), LotEvent::parse),
                present(await(guards), k -> new CredentialId(k.substring(1, k.indexOf('}'))), text -> text));
    }

    /** MGET wants one name at least: the head is no text, and so reads as nothing. */
    private <T> String[] names(Collection<T> of, Function<T, String> name) {
        return Stream.concat(Stream.of(key("head")), of.stream().map(name)).toArray(String[]::new);
    }

    private static <T> Map<String, T> values(Map<String, String> texts, Function<String, T> read) {
        Map<String, T> out = new HashMap<>();
        texts.forEach((key, text) -> out.put(key, read.apply(text)));
        return out;
    }

    private static <K, V> Map<K, V> present(
            List<KeyValue<String, String>> all, Function<String, K> key, Function<String, V> value) {
        return all.stream()
                .filter(KeyValue::hasValue)
                .collect(Collectors.toMap(entry -> key.apply(entry.getKey()), entry -> value.apply(entry.getValue())));
    }

    private static <T> T await(RedisFuture<T> future) {
        return LettuceFutures.awaitOrCancel(future, 10, TimeUnit.SECONDS);
    }
}
