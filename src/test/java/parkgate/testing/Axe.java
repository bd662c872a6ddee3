package parkgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** axe-core, run in a page: what a keyboard, a screen reader or weak eyes cannot use. */
public final class Axe {
    private static final String SCRIPT = script();

    private Axe() {}

    /** What is serious or critical on the page as it stands, one line each. */
    public static List<String> seriousOn(Browser browser) {
        Object found = browser.run(SCRIPT
                + ";const { violations } = await axe.run(document, { resultTypes: ['violations'] });"
                + "return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')"
                + ".flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>"
                + " `${id} ${target.join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`));");
        if (found instanceof List<?> lines) {
            return lines.stream().map(String::valueOf).toList();
        }
        throw new AssertionError(found);
    }

    private static String script() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("no axe-core on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
