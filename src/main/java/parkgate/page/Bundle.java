package parkgate.page;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parkgate.http.PageFiles;
import parkgate.http.Webjar;

/**
 * All scripts and styles of the pages as one: its version, which stands in their addresses, follows from the bytes of each, so
 * that what a browser has kept is never asked for again, and files of different states never meet. No build step makes it:
 * the files are ES modules as written, which import each other by their plain names.
 *
 * <pre>
 * /page/{version}/qr.js    for ever the same
 * {version}, {files}       stand in the pages and in the service worker for the version, and for all addresses
 * </pre>
 */
public final class Bundle {
    private static final String FOLDER = "/page/";

    /** Those that a browser loads under the version. */
    private static final String[] OWN = {
        "app.css",
        "app.js",
        "claim.js",
        "clock.js",
        "code.js",
        "device.js",
        "en.js",
        "free.js",
        "icon.svg",
        "mine.js",
        "qr.js",
        "shown.js",
        "store.js",
        "words.js",
        "zh.js"
    };

    private final String version;
    private final Map<String, byte[]> contents;

    private Bundle(String version, Map<String, byte[]> contents) {
        this.version = version;
        this.contents = contents;
    }

    /** Reads it from the class path, some 60 KB. */
    public static Bundle load() {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : OWN) {
            contents.put(name, PageFiles.read(FOLDER + name));
        }
        contents.put("preact.js", PageFiles.read(Webjar.folder("org.webjars.npm", "preact") + "dist/preact.module.js"));
        return new Bundle(versionOf(contents), contents);
    }

    /** 16 hexadecimal digits. */
    public String version() {
        return version;
    }

    /** What is served under the version, by name. */
    PageFiles files() {
        return PageFiles.of(new HashMap<>(contents));
    }

    /** A file of the folder in which the version and the addresses are to be set. */
    byte[] filled(String name) {
        return new String(PageFiles.read(FOLDER + name), StandardCharsets.UTF_8)
                .replace("{version}", version)
                .replace("{files}", String.join(" ", addresses()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<String> addresses() {
        return contents.keySet().stream()
                .map(name -> "/page/" + version + '/' + name)
                .toList();
    }

    private static String versionOf(Map<String, byte[]> contents) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        contents.forEach((name, bytes) -> {
            all.writeBytes((name + ' ' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        return PageFiles.hash(all.toByteArray());
    }
}
