package parkgate.core.code;

/** A code that was read, in the bytes that our own writer makes of what was read. */
final class WrittenAgain {
    private WrittenAgain() {}

    static byte[] of(SignedCode code) {
        return CodeWriter.cose(code.claims(), new CodeSigner() {
            @Override
            public Kid kid() {
                return code.kid();
            }

            @Override
            public byte[] sign(byte[] message) {
                return code.signature();
            }
        });
    }
}
