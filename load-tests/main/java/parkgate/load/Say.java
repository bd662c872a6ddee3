package parkgate.load;

/** What a run does just now, for whoever waits for it. */
final class Say {
    private Say() {}

    static void line(String text) {
        System.out.println("· " + text);
    }
}
