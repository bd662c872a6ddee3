package parkgate.http;

/** How a bad field is named in a problem document. */
public final class FieldName {
    /** Names come from whoever sent them, so they are cut. */
    static final int MAX_CHARACTERS = 200;

    private FieldName() {}

    /** The name, cut to {@value #MAX_CHARACTERS} characters, with anything that is not plain text left out. */
    public static String shown(String name) {
        String cut = name.length() > MAX_CHARACTERS ? name.substring(0, MAX_CHARACTERS) + "…" : name;
        return JsonBody.isPlain(cut) ? cut : cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "");
    }
}
