package parkgate.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A tab of a real Chromium, as a small phone that knows nothing. A test that asks for one is skipped where there is none. To start a
 * Chromium takes longer than most tests: one that was closed forgets all it kept, and the next test has it.
 */
public final class Browser implements AutoCloseable {
    /** Those that nobody has now, by their language; they end with the process. */
    private static final Map<String, Deque<ChromeDriver>> IDLE = new HashMap<>();

    private static final int WIDTH = 360;
    private static final int HEIGHT = 740;

    /** So often an element may be drawn anew under a hand. */
    private static final int MOST_LOOKS = 20;

    static {
        // Selenium misses its own wrapper of this Chromium's debugging protocol, which nothing here uses.
        Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
        Runtime.getRuntime().addShutdownHook(new Thread(Browser::endIdle, "end idle browsers"));
    }

    private final ChromeDriver driver;
    private final String language;
    private final boolean watched;
    private final String ground;
    private final Set<String> origins = new TreeSet<>();

    /** Opens a tab; the one that is there, and shows nothing, keeps the program alive. */
    private Browser(ChromeDriver driver, String language, boolean watched) {
        this.driver = driver;
        this.language = language;
        this.watched = watched;
        this.ground = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        driver.manage().logs().get(LogType.BROWSER);
    }

    /** Starts it in this language, or skips the test. */
    public static Browser open(String language) {
        return open(language, false);
    }

    /** The same, whose {@link #requests} can be seen. */
    public static Browser watched(String language) {
        return open(language, true);
    }

    /** Skips the tests where there is none, before anything is started for them. */
    public static void needed() {
        assumeTrue(
                executable("chromium").isPresent() && executable("chromedriver").isPresent(),
                "SKIPPED, the pages are NOT tested: no chromium and chromedriver on the PATH (Debian: apt-get install chromium-driver)");
    }

    private static Browser open(String language, boolean watched) {
        needed();
        ChromeDriver idle = watched ? null : idle(language);
        return new Browser(idle == null ? started(language, watched) : idle, language, watched);
    }

    private static void endIdle() {
        synchronized (IDLE) {
            IDLE.values().forEach(all -> all.forEach(ChromeDriver::quit));
        }
    }

    private static @Nullable ChromeDriver idle(String language) {
        synchronized (IDLE) {
            return IDLE.computeIfAbsent(language, x -> new ArrayDeque<>()).poll();
        }
    }

    private static ChromeDriver started(String language, boolean watched) {
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(executable("chromedriver").orElseThrow())
                        .usingAnyFreePort()
                        .build(),
                options(executable("chromium").orElseThrow(), language, watched));
    }

    /** With an empty profile, which the driver makes and takes away again. */
    private static ChromeOptions options(File chromium, String language, boolean watched) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                // A camera that shows a test picture, and that every page may use whose policy lets it.
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--lang=" + language);
        options.setExperimentalOption(
                "mobileEmulation",
                Map.of("deviceMetrics", Map.of("width", WIDTH, "height", HEIGHT, "pixelRatio", 2.0, "touch", true)));
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        if (watched) {
            logs.enable(LogType.PERFORMANCE, Level.ALL);
        }
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static Optional<File> executable(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    public void go(String url) {
        origins.add(originOf(url));
        driver.get(url);
    }

    /** Goes on in a new tab beside this one, which stays open. The name of this one. */
    public String beside() {
        String here = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        return here;
    }

    /** Goes on in a tab that stayed open. */
    public void backTo(String tab) {
        driver.switchTo().window(tab);
    }

    public void reload() {
        driver.navigate().refresh();
    }

    /**
     * The first element of this selector, once it is there. What is done with it is done with the one that is there then, where the
     * page was drawn anew meanwhile.
     */
    public WebElement see(String css) {
        WebElement[] seen = {found(css)};
        return (WebElement) Proxy.newProxyInstance(
                Browser.class.getClassLoader(), new Class<?>[] {WebElement.class}, (self, method, arguments) -> {
                    for (int looks = 1; ; looks++) {
                        try {
                            return method.invoke(seen[0], arguments);
                        } catch (InvocationTargetException e) {
                            if (!(e.getCause() instanceof StaleElementReferenceException) || looks == MOST_LOOKS) {
                                throw e.getCause();
                            }
                            seen[0] = found(css);
                        }
                    }
                });
    }

    private WebElement found(String css) {
        List<WebElement> seen = new ArrayList<>(); // looking twice may find it gone: the page is drawn anew meanwhile
        try {
            Await.until(() -> {
                seen.addAll(all(css));
                return !seen.isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError("no " + css + " on the page: " + text() + '\n' + complaints(), e);
        }
        return seen.get(0);
    }

    /** What all elements of this selector show, at one moment. */
    public List<String> texts(String css) {
        String visible = "return [...document.querySelectorAll(given[0])]"
                + ".map((e) => e.getClientRects().length > 0 ? e.innerText.trim() : '');";
        return ((List<?>) run(visible, css)).stream().map(String::valueOf).toList();
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Presses what this selector finds, once it is there. */
    public void press(String css) {
        see(css).click();
    }

    /** All that stands on the page. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** What a function body gives back, which may wait; it must not give null. */
    public Object run(String asyncBody, Object... arguments) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; const given = arguments;" + " (async () => {" + asyncBody
                        + "})().then(done, (e) => done('failed: ' + e));",
                arguments);
    }

    /** From the next page on its clock shows so much more. */
    public void moveClock(long ms) {
        driver.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "{ const real = Date.now; Date.now = () => real() + " + ms + "; }"));
    }

    /** From now on a window of this size, on a desk. */
    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** How large text is that a page leaves as it is, CSS pixels: a browser's own setting, 16 where nobody has changed it. */
    public void textSize(int pixels) {
        driver.executeCdpCommand("Page.setFontSizes", Map.of("fontSizes", Map.of("standard", pixels)));
        String size = "return Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize));";
        Await.until(() -> ((Number) run(size)).intValue() == pixels);
    }

    /** For pages in colours for the dark, or for who needs more contrast. */
    public void prefers(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Runs a script before the next pages' own. */
    public void before(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** Takes the network away from the page, or gives it back. */
    public void offline(boolean gone) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", gone, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Where this phone is. The page at this address may know it, without its person being asked. */
    public void at(String url, double latitude, double longitude) {
        location(url, "granted");
        driver.executeCdpCommand(
                "Emulation.setGeolocationOverride",
                Map.of("latitude", latitude, "longitude", longitude, "accuracy", 20));
    }

    /** The page at this address may not know where this phone is. */
    public void nowhere(String url) {
        location(url, "denied");
    }

    private void location(String url, String setting) {
        driver.executeCdpCommand(
                "Browser.setPermission",
                Map.of("origin", url, "permission", Map.of("name", "geolocation"), "setting", setting));
    }

    /** What a {@link #watched} page asked for since this was last asked: address, headers and body of each. */
    public List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> new JsonObject(entry.getMessage()).getJsonObject("message"))
                .filter(event -> event.getString("method").startsWith("Network.requestWillBeSent")
                        || event.getString("method").startsWith("Network.webSocketFrameSent"))
                .map(event -> event.getJsonObject("params"))
                .map(params -> params.getJsonObject("request", params).encode())
                .toList();
    }

    /** Another size of the screen, in its own pixels. */
    public void size(int width, int height, double scale) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", false));
    }

    /** What the browser complained about since it was last asked: scripts that failed, content it was forbidden to load. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** What is on the screen, as PNG. */
    public byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /**
     * The text of the QR code in a picture, as a gate's camera reads it: one look after the other, none of them quite straight. In a
     * perfect picture ZXing stops at the first three things of exactly one size that look like corners, which data may do too.
     */
    public static String codeIn(byte[] png) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            return IntStream.of(4, -7, 11)
                    .mapToObj(degrees -> new BufferedImageLuminanceSource(tilted(picture, degrees)))
                    .flatMap(look -> Stream.of(new HybridBinarizer(look), new GlobalHistogramBinarizer(look)))
                    .flatMap(look -> read(look).stream())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no code can be read in " + kept(png)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage tilted(BufferedImage picture, int degrees) {
        int side = picture.getWidth() + picture.getHeight();
        BufferedImage look = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = look.createGraphics();
        drawing.setColor(Color.WHITE);
        drawing.fillRect(0, 0, side, side);
        drawing.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        drawing.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        drawing.drawImage(picture, (side - picture.getWidth()) / 2, (side - picture.getHeight()) / 2, null);
        drawing.dispose();
        return look;
    }

    private static Optional<String> read(Binarizer binarizer) {
        try {
            return Optional.of(new QRCodeReader()
                    .decode(new BinaryBitmap(binarizer), Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText());
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }

    private static Path kept(byte[] png) {
        try {
            return Files.write(Files.createTempFile("unread", ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String originOf(String url) {
        URI parts = URI.create(url);
        return parts.getScheme() + "://" + parts.getAuthority();
    }

    /** Closes the tab, and lets the program forget what it kept for the pages: their data, their workers, what was allowed. */
    @Override
    public void close() {
        if (watched) {
            driver.quit();
            return;
        }
        try {
            for (String tab : driver.getWindowHandles()) {
                if (!tab.equals(ground)) {
                    driver.switchTo().window(tab);
                    driver.close();
                }
            }
            driver.switchTo().window(ground);
            for (String origin : origins) {
                driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
            }
            driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
            driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
            driver.executeCdpCommand("Browser.resetPermissions", Map.of());
        } catch (WebDriverException e) {
            driver.quit();
            throw e;
        }
        synchronized (IDLE) {
            IDLE.computeIfAbsent(language, x -> new ArrayDeque<>()).push(driver);
        }
    }
}
