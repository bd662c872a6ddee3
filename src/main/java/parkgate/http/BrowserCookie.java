package parkgate.http;

import java.time.Duration;

/** The {@link HostCookie} {@code parkgate-browser}: the mark of a browser in which somebody has signed in, whoever is signed in now. */
public final class BrowserCookie {
    /** Longest mark, characters. */
    public static final int MAX_LENGTH = 200;

    static final HostCookie COOKIE = new HostCookie("parkgate-browser");

    private BrowserCookie() {}

    /** The header's value that has a browser keep a mark. */
    public static String keep(String mark, Duration life, boolean secure) {
        return COOKIE.keep(mark, life, secure);
    }
}
