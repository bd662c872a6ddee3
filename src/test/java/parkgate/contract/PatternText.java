package parkgate.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A text that a regular expression of the contract matches: classes, groups, alternatives and repetitions; nothing cleverer
 * stands in a contract that is meant to be read.
 */
final class PatternText {
    private static final int MOST_REPEATS = 8;

    private final String pattern;
    private final RandomGenerator dice;
    private int at;

    PatternText(String pattern, RandomGenerator dice) {
        this.pattern = pattern;
        this.dice = dice;
    }

    String text() {
        at = 0;
        return alternatives();
    }

    private String alternatives() {
        List<String> texts = new ArrayList<>();
        texts.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            texts.add(sequence());
        }
        return texts.get(dice.nextInt(texts.size()));
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            int start = at;
            String once = one();
            int end = at;
            int times = times();
            int behind = at;
            if (times == 0) {
                continue;
            }
            text.append(once);
            for (int i = 1; i < times; i++) {
                at = start;
                text.append(one());
                if (at != end) {
                    throw new IllegalStateException("not read alike twice: " + pattern);
                }
            }
            at = behind;
        }
        return text.toString();
    }

    private String one() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '^', '$' -> "";
            case '(' -> group();
            case '[' -> String.valueOf(fromClass());
            case '\\' -> String.valueOf(pattern.charAt(at++));
            case '.' -> "x";
            default -> String.valueOf(c);
        };
    }

    private String group() {
        String inner = alternatives();
        at++;
        return inner;
    }

    private char fromClass() {
        StringBuilder all = new StringBuilder();
        while (pattern.charAt(at) != ']') {
            char from = pattern.charAt(at++);
            if (from == '\\') {
                from = pattern.charAt(at++);
            }
            if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                for (char c = from; c <= pattern.charAt(at + 1); c++) {
                    all.append(c);
                }
                at += 2;
            } else {
                all.append(from);
            }
        }
        at++;
        return all.charAt(dice.nextInt(all.length()));
    }

    private int times() {
        char c = at < pattern.length() ? pattern.charAt(at) : ' ';
        if (c == '?') {
            at++;
            return dice.nextInt(2);
        }
        if (c == '*' || c == '+') {
            at++;
            return (c == '+' ? 1 : 0) + dice.nextInt(MOST_REPEATS);
        }
        if (c != '{') {
            return 1;
        }
        int end = pattern.indexOf('}', at);
        String[] bounds = pattern.substring(at + 1, end).split(",", -1);
        at = end + 1;
        int least = Integer.parseInt(bounds[0]);
        if (bounds.length == 1) {
            return least;
        }
        int most = bounds[1].isEmpty() ? least + MOST_REPEATS : Integer.parseInt(bounds[1]);
        return least + dice.nextInt(most - least + 1);
    }
}
