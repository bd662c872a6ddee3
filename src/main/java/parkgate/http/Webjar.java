package parkgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** A browser's library on the class path; its folder has its version as its name. */
public final class Webjar {
    private Webjar() {}

    /** Where its files lie, a slash at the end. */
    public static String folder(String group, String artifact) {
        String about = "/META-INF/maven/" + group + '/' + artifact + "/pom.properties";
        try (InputStream in = Webjar.class.getResourceAsStream(about)) {
            if (in == null) {
                throw new IllegalStateException("no " + artifact + " on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return "/META-INF/resources/webjars/" + artifact + '/' + properties.getProperty("version") + '/';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
