package parkgate.page;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import parkgate.http.PageFiles;
import parkgate.http.Webjar;

/**
 * All scripts and styles of the pages as one: its version, which stands in their addresses, follows from the bytes of each, so
 * that what a browser has kept is never asked for again, and files of different states never meet. No build step makes it:
 * the files are ES modules as written, which import each other by their plain names.
 *
 * <pre>
 * /page/{version}/qr.js      for ever the same
 * {page}, {version}, {files} stand in a page and in its service worker for its name, the version, and the addresses of what it needs
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
        "enlane.js",
        "free.js",
        "home.css",
        "home.js",
        "homeen.js",
        "homehealth.js",
        "homelive.js",
        "homelot.js",
        "homerules.js",
        "homezh.js",
        "icon.svg",
        "lane.css",
        "lane.js",
        "lanebind.js",
        "lanebound.js",
        "lanecamera.js",
        "lanecard.js",
        "lanegate.js",
        "lanelisten.js",
        "lanelists.js",
        "lanestore.js",
        "lanewhy.js",
        "lost.js",
        "mine.js",
        "near.js",
        "nearby.js",
        "nearen.js",
        "nearzh.js",
        "ops.css",
        "ops.js",
        "opsalarms.js",
        "opsall.js",
        "opsapi.js",
        "opsbind.js",
        "opschart.js",
        "opscredential.js",
        "opsdialog.js",
        "opsen.js",
        "opsevents.js",
        "opsfigures.js",
        "opsfind.js",
        "opsframe.js",
        "opsgive.js",
        "opshealth.js",
        "opslanes.js",
        "opslive.js",
        "opslot.js",
        "opsmessages.js",
        "opspaper.js",
        "opsparts.js",
        "opsplaces.js",
        "opsrights.js",
        "opsrole.js",
        "opsscans.js",
        "opssession.js",
        "opssign.js",
        "opstoday.js",
        "opsview.js",
        "opswords.js",
        "opszh.js",
        "opszone.js",
        "qr.js",
        "qrpicture.js",
        "recovery.js",
        "refused.js",
        "shown.js",
        "signal.js",
        "store.js",
        "visitor.js",
        "wedge.js",
        "words.js",
        "zh.js",
        "zhlane.js",
        "zones.js"
    };

    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z]+\\.js)'");

    private final String version;
    private final Map<String, byte[]> contents;

    private Bundle(String version, Map<String, byte[]> contents) {
        this.version = version;
        this.contents = contents;
    }

    /** Reads it from the class path, some 400 KB. */
    public static Bundle load() {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : OWN) {
            contents.put(name, PageFiles.read(FOLDER + name));
        }
        contents.put("preact.js", PageFiles.read(Webjar.folder("org.webjars.npm", "preact") + "dist/preact.module.js"));
        contents.put(
                "chart.js", PageFiles.read(Webjar.folder("org.webjars.npm", "chart.js") + "dist/chart.umd.min.js"));
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

    /** A file of the folder, filled in for this page; a page's style has its name, as its script does. */
    byte[] filled(String name, String page) {
        return new String(PageFiles.read(FOLDER + name), StandardCharsets.UTF_8)
                .replace("{page}", page)
                .replace("{version}", version)
                .replace("{files}", String.join(" ", addresses(page)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<String> addresses(String page) {
        Set<String> names = new TreeSet<>(List.of("app.css", page + ".css", "icon.svg"));
        addModules(page + ".js", names);
        return names.stream().map(name -> "/page/" + version + '/' + name).toList();
    }

    /** This script, and all that it imports. */
    private void addModules(String name, Set<String> names) {
        byte[] script = contents.get(name);
        if (script == null) {
            throw new IllegalStateException("no script " + name);
        }
        if (names.add(name)) {
            IMPORT.matcher(new String(script, StandardCharsets.UTF_8))
                    .results()
                    .forEach(found -> addModules(found.group(1), names));
        }
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
