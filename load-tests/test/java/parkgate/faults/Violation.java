package parkgate.faults;

/** A promise that was broken. */
record Violation(Promise promise, String what) {
    /** What the bench proves of a run. */
    enum Promise {
        RECORDED("every GRANTED answer has its record, exactly once"),
        SAME_ANSWER("a scanId that was granted never got another answer"),
        RULES("no capacity, pool or passback rule was broken"),
        COUNTS("counts equal the open sessions, everywhere"),
        NO_GAP("the numbers of each lot have no gap, and nothing stands twice"),
        ONE_SESSION("no car has two sessions for one arrival"),
        ONE_LANE("a code admits at one lane for each step"),
        PASSAGE("what became of a grant is remembered as it was reported"),
        ANSWERS("an answer is a decision, or asks to be asked again"),
        HEALS("the service heals by itself, and no process ends by itself");

        private final String words;

        Promise(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return promise + " (" + promise.words() + "): " + what;
    }
}
