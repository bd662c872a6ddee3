package parkgate.right;

/** A version as an entity tag (RFC 9110, section 8.8.3): {@code "42"}. */
final class EntityTag {
    private EntityTag() {}

    static String of(long version) {
        return '"' + Long.toString(version) + '"';
    }

    /** True when an {@code If-Match} lets a thing of this version be changed: it names it, or is {@code *}. Any input. */
    static boolean matches(String ifMatch, long version) {
        for (String tag : ifMatch.split(",", -1)) {
            String trimmed = tag.strip();
            if (trimmed.equals("*") || trimmed.equals(of(version))) {
                return true;
            }
        }
        return false;
    }
}
