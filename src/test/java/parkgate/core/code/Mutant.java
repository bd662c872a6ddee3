package parkgate.core.code;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import parkgate.core.CodeClass;
import parkgate.core.code.CborItem.Form;
import parkgate.core.code.GenuineCodes.Genuine;
import parkgate.signing.GoldenCodes;
import parkgate.signing.Strangers;

/**
 * Ways to spoil genuine codes. Each makes a text that no issuer or phone of ours made; where the dice undo themselves the
 * text may be a genuine one, which the caller has to see to.
 */
enum Mutant {
    /** One character is another. */
    CHARACTER(10) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            StringBuilder text = new StringBuilder(codes.any(dice).text());
            text.setCharAt(dice.nextInt(text.length()), character(dice));
            return text.toString();
        }
    },
    /** A character too few, too many, or at its neighbour's place. */
    MISREAD(5) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            StringBuilder text = new StringBuilder(codes.any(dice).text());
            int at = dice.nextInt(text.length() - 1);
            return switch (dice.nextInt(3)) {
                case 0 -> text.deleteCharAt(at).toString();
                case 1 -> text.insert(at, character(dice)).toString();
                default ->
                    text.insert(at, text.charAt(at + 1)).deleteCharAt(at + 2).toString();
            };
        }
    },
    /** What keyboards, URLs and other Base32 readers make of a text. */
    DRESSED(3) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            String text = codes.any(dice).text();
            return switch (dice.nextInt(8)) {
                case 0 -> text.toLowerCase(Locale.ROOT);
                case 1 -> text.substring(0, 5) + text.substring(5).toLowerCase(Locale.ROOT);
                case 2 -> text + "=".repeat(dice.nextInt(1, 7));
                case 3 -> (dice.nextBoolean() ? " " : "\uFEFF") + text;
                case 4 -> text + (dice.nextBoolean() ? "\r\n" : "\u0000");
                case 5 -> "https://parkgate.example/" + text;
                case 6 -> text.replace(".", "%2E");
                default -> text.replace('2', 'Z').replace('I', '1').replace('O', '0');
            };
        }
    },
    /** Cut short, or longer than it was, in characters or in bytes. */
    CUT(6) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            byte[] cose = code.cose();
            String text = code.text();
            return switch (dice.nextInt(4)) {
                case 0 -> text.substring(0, dice.nextInt(text.length()));
                case 1 -> text.substring(dice.nextInt(1, text.length()));
                case 2 -> code.with(Arrays.copyOf(cose, dice.nextInt(cose.length)));
                default -> code.with(Arrays.copyOf(cose, cose.length + dice.nextInt(1, 40)));
            };
        }
    },
    /** One to three bits anywhere in the signed part. */
    BIT(15) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            byte[] cose = code.cose();
            for (int i = dice.nextInt(1, 4); i > 0; i--) {
                flip(cose, dice.nextInt(cose.length * 8));
            }
            return code.with(cose);
        }
    },
    /** One bit of a value that the layout leaves free: only the signature can tell. */
    VALUE_BIT(10) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            Field field = Field.any(code.codeClass(), dice);
            byte[] cose = code.cose();
            flip(cose, field.from(cose) * 8 + dice.nextInt(field.length * 8));
            return code.with(cose);
        }
    },
    /** What the phone appended: bits of a device's proof, digits of a TOTP value, another step with the same proof. */
    PROOF(8) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice.nextInt(3) == 0 ? CodeClass.T : CodeClass.D, dice);
            String signed = CodeWriter.prefix(code.codeClass()) + Base32.encode(code.cose());
            if (code.codeClass() == CodeClass.T) {
                return signed + totpProof(code.proof(), dice);
            }
            byte[] proof = Base32.decode(code.proof().substring(1)).clone();
            if (dice.nextBoolean()) {
                flip(proof, dice.nextInt(proof.length * 8));
            } else {
                ByteBuffer.wrap(proof).putInt((int) GoldenCodes.STEP + dice.nextInt(-3, 4));
            }
            return signed + "." + Base32.encode(proof);
        }
    },
    /** A part of one genuine code in another: a value, the whole payload, the head, the signature, the proof. */
    SPLICE(12) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            Genuine other = dice.nextBoolean() ? codes.any(dice) : codes.any(code.codeClass(), dice);
            if (dice.nextInt(6) == 0) {
                return CodeWriter.prefix(code.codeClass()) + Base32.encode(code.cose()) + other.proof();
            }
            if (dice.nextInt(4) == 0) {
                CborItem whole = CborItem.ofCose(code.cose());
                List<CborItem> parts = whole.children.get(0).children;
                List<CborItem> others = CborItem.ofCose(other.cose()).children.get(0).children;
                int part = dice.nextBoolean() ? 2 : 3;
                parts.set(part, others.get(part));
                return code.with(whole.written());
            }
            Field field = Field.any(code.codeClass() == other.codeClass() ? code.codeClass() : CodeClass.S, dice);
            byte[] cose = code.cose();
            System.arraycopy(other.cose(), field.from(other.cose()), cose, field.from(cose), field.length);
            return code.with(cose);
        }
    },
    /** The same items, one or more in a longer form or without a length: what lenient readers take. */
    OTHER_FORM(12) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            CborItem whole = CborItem.ofCose(code.cose());
            List<CborItem> items = whole.all().toList();
            for (int i = dice.nextInt(1, 3); i > 0; i--) {
                CborItem item = items.get(dice.nextInt(items.size()));
                List<Form> forms = List.of(Form.values());
                item.form = forms.get(dice.nextInt(1, item.hasLength() ? forms.size() : forms.size() - 1));
            }
            return code.with(whole.written());
        }
    },
    /** Other items: a pair twice, left out, added or elsewhere, something unprotected, a third item, another type. */
    OTHER_ITEMS(8) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            CborItem whole = CborItem.ofCose(code.cose());
            rearrange(whole, dice);
            return code.with(whole.written());
        }
    },
    /** Under another class's prefix, with that class's number of parts. */
    RELABELLED(4) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            Genuine shape = codes.any(dice);
            CodeClass label = List.of(CodeClass.values()).get(dice.nextInt(3));
            String proof = dice.nextBoolean() ? shape.proof() : code.phoneProof();
            return CodeWriter.prefix(label) + Base32.encode(code.cose()) + proof;
        }
    },
    /** Well signed, by a key that is not the one its kid names. */
    STRANGER(2) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            Claims claims = SignedCode.read(code.cose()).claims();
            return code.with(CodeWriter.cose(claims, Strangers.signer(dice)));
        }
    },
    /** Signatures that careless mathematics takes: not reduced, of small order, zero, the order itself, halves exchanged. */
    ODD_SIGNATURE(3) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            if (code.codeClass() == CodeClass.D && dice.nextBoolean()) {
                byte[] proof = Base32.decode(code.proof().substring(1)).clone();
                odd(proof, proof.length - 64, P256_ORDER, false, dice);
                return CodeWriter.prefix(CodeClass.D) + Base32.encode(code.cose()) + "." + Base32.encode(proof);
            }
            byte[] cose = code.cose();
            odd(cose, cose.length - 64, ED25519_ORDER, true, dice);
            return code.with(cose);
        }
    },
    /** Any characters of a QR code's alphanumeric mode, and any bytes in the layout's frame. */
    JUNK(2) {
        @Override
        String of(GenuineCodes codes, RandomGenerator dice) {
            Genuine code = codes.any(dice);
            if (dice.nextBoolean()) {
                byte[] cose = code.cose();
                int from = dice.nextInt(cose.length);
                for (int i = from; i < cose.length; i++) {
                    cose[i] = (byte) dice.nextInt();
                }
                return code.with(cose);
            }
            StringBuilder text = new StringBuilder(CodeWriter.prefix(code.codeClass()));
            for (int i = dice.nextInt(600); i > 0; i--) {
                text.append(ALPHANUMERIC.charAt(dice.nextInt(ALPHANUMERIC.length())));
            }
            return text.toString();
        }
    };

    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private static final String ODD_CHARACTERS = "abcz=_\u0000\n\r\t\u0130\u017F\u212A\uFF21\uFEFF\uD83D\uFFFF";

    /** RFC 8032 section 5.1. */
    private static final BigInteger ED25519_ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** SP 800-186 section 3.2.1.3. */
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** Of a hundred mutants. */
    final int share;

    Mutant(int share) {
        this.share = share;
    }

    abstract String of(GenuineCodes codes, RandomGenerator dice);

    /** One kind, as often as its share says. */
    static Mutant any(RandomGenerator dice) {
        int left = dice.nextInt(100);
        for (Mutant kind : values()) {
            left -= kind.share;
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the shares are less than a hundred together");
    }

    /** A value of the layout, at a place that does not depend on the status index before it. */
    private enum Field {
        KID(10, 4, false),
        EXP(18, 4, false),
        NBF(24, 4, false),
        CTI(30, 10, false),
        DEVICE_X(51, 32, true),
        SIGNATURE_R(-64, 32, false),
        SIGNATURE_S(-32, 32, false),
        SIGNATURE(-64, 64, false);

        private static final List<Field> ALL = List.of(values());

        private final int from;
        final int length;
        private final boolean onlyDevice;

        Field(int from, int length, boolean onlyDevice) {
            this.from = from;
            this.length = length;
            this.onlyDevice = onlyDevice;
        }

        int from(byte[] cose) {
            return from < 0 ? cose.length + from : from;
        }

        static Field any(CodeClass codeClass, RandomGenerator dice) {
            Field field = ALL.get(dice.nextInt(ALL.size()));
            return field.onlyDevice && codeClass != CodeClass.D ? CTI : field;
        }
    }

    private static void rearrange(CborItem whole, RandomGenerator dice) {
        List<CborItem> parts = whole.children.get(0).children;
        List<CborItem> headers = parts.get(0).children.get(0).children;
        List<CborItem> claims = parts.get(2).children.get(0).children;
        List<CborItem> status = claims.get(claims.size() - 1).children;
        List<CborItem> map = dice.nextBoolean() ? headers : claims;
        int pair = 2 * dice.nextInt(map.size() / 2);
        int otherPair = 2 * dice.nextInt(map.size() / 2);
        switch (dice.nextInt(10)) {
            case 0 -> map.addAll(List.copyOf(map.subList(pair, pair + 2)));
            case 1 -> map.subList(pair, pair + 2).clear();
            case 2 -> map.addAll(List.of(CborItem.number(dice.nextInt(-9, 40)), CborItem.number(dice.nextInt())));
            case 3 -> {
                Collections.swap(map, pair, otherPair);
                Collections.swap(map, pair + 1, otherPair + 1);
            }
            case 4 -> {
                CborItem unprotected = parts.get(1);
                unprotected.children.addAll(
                        dice.nextBoolean() ? headers : List.of(CborItem.number(1), CborItem.number(-19)));
            }
            case 5 -> status.add(CborItem.bytes(new byte[dice.nextInt(1, 25)]));
            case 6 ->
                headers.set(1, CborItem.number(List.of(-8, -7, -9, -53, 237, 0).get(dice.nextInt(6))));
            case 7 -> {
                CborItem item = whole.all().skip(dice.nextInt(12)).findFirst().orElseThrow();
                item.major = (item.major + dice.nextInt(1, 8)) % 8;
            }
            case 8 -> status.set(0, CborItem.number(dice.nextInt(-2, 30)));
            default -> whole.number = List.of(17, 16, 61, 98, 24, 19).get(dice.nextInt(6));
        }
    }

    private static String totpProof(String proof, RandomGenerator dice) {
        StringBuilder text = new StringBuilder(proof);
        int at = dice.nextBoolean() ? 12 + dice.nextInt(8) : 1 + dice.nextInt(10);
        text.setCharAt(at, (char) ('0' + dice.nextInt(10)));
        return text.toString();
    }

    private static void odd(byte[] bytes, int at, BigInteger order, boolean littleEndian, RandomGenerator dice) {
        int half = at + 32 * dice.nextInt(2);
        switch (dice.nextInt(6)) {
            case 0 -> Arrays.fill(bytes, half, half + 32, (byte) 0);
            case 1 -> Arrays.fill(bytes, at, at + 64, (byte) 0);
            case 2 -> put(bytes, half, order, littleEndian);
            case 3 -> put(bytes, half, number(bytes, half, littleEndian).add(order), littleEndian);
            case 4 -> {
                byte[] first = Arrays.copyOfRange(bytes, at, at + 32);
                System.arraycopy(bytes, at + 32, bytes, at, 32);
                System.arraycopy(first, 0, bytes, at + 32, 32);
            }
            default -> {
                byte[] point = SMALL_ORDER.get(dice.nextInt(SMALL_ORDER.size()));
                System.arraycopy(point, 0, bytes, at, 32);
                Arrays.fill(bytes, at + 32, at + 64, (byte) 0);
            }
        }
    }

    /** Points of order 1, 2, 4 and 8 of Curve25519 in Edwards form, two of them not canonical. */
    private static final List<byte[]> SMALL_ORDER = List.of(
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0000000000000000000000000000000000000000000000000000000000000080",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                    "0100000000000000000000000000000000000000000000000000000000000080",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
            .stream()
            .map(HexFormat.of()::parseHex)
            .toList();

    /** ES256's (r, s) at the end of the bytes becomes (r, n - s). */
    static void negateS(byte[] bytes) {
        int at = bytes.length - 32;
        put(bytes, at, P256_ORDER.subtract(number(bytes, at, false)), false);
    }

    private static BigInteger number(byte[] bytes, int at, boolean littleEndian) {
        byte[] part = Arrays.copyOfRange(bytes, at, at + 32);
        return new BigInteger(1, littleEndian ? reversed(part) : part);
    }

    private static void put(byte[] bytes, int at, BigInteger value, boolean littleEndian) {
        byte[] raw = value.toByteArray();
        byte[] part = new byte[32];
        int n = Math.min(raw.length, 32);
        System.arraycopy(raw, raw.length - n, part, 32 - n, n);
        System.arraycopy(littleEndian ? reversed(part) : part, 0, bytes, at, 32);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }

    private static char character(RandomGenerator dice) {
        String from = dice.nextInt(4) == 0 ? ODD_CHARACTERS : ALPHANUMERIC;
        return from.charAt(dice.nextInt(from.length()));
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
}
