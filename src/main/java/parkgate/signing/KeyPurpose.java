package parkgate.signing;

/** What a key of the key file is for. The name is part of its alias there and of its fingerprint's row. */
public enum KeyPurpose {
    /** Ed25519: signs codes that phones show, classes D and T. */
    CODE("code"),
    /** Ed25519: signs codes on paper, class S. */
    PAPER("paper"),
    /** Ed25519: signs status lists and key sets. */
    STATUS("status"),
    /** 32 bytes: HMAC of number plates. */
    PLATE("plate"),
    /** 32 bytes: master of the class T keys of an epoch. */
    TOTP("totp");

    private final String word;

    KeyPurpose(String word) {
        this.word = word;
    }

    /** The lower-case word for it. */
    public String word() {
        return word;
    }

    /** True when it is an Ed25519 key, whose other half is public. */
    boolean isSigning() {
        return this == CODE || this == PAPER || this == STATUS;
    }
}
