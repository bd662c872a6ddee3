package parkgate.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses, alone or as networks ({@code 10.0.0.0/8}, {@code 2001:db8::/32}); names are none, nothing is looked up. */
public final class Networks {
    /** No address at all. */
    public static final Networks NONE = new Networks(List.of());

    private final List<Network> networks;

    private record Network(List<Byte> prefix, int bits) {
        boolean contains(byte[] address) {
            if (address.length != prefix.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ prefix.get(bit / 8)) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** Reads a list with commas between; empty when one of them is none. */
    public static Optional<Networks> of(String text) {
        List<Network> read = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Optional<Network> network = network(each.strip());
            if (network.isEmpty()) {
                return Optional.empty();
            }
            read.add(network.get());
        }
        return Optional.of(new Networks(read));
    }

    private static Optional<Network> network(String text) {
        int slash = text.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        if (address == null || (slash >= 0 && !bits.matches("[0-9]{1,3}"))) {
            return Optional.empty();
        }
        int most = address.length * 8;
        int given = slash < 0 ? most : Integer.parseInt(bits);
        List<Byte> prefix = new ArrayList<>();
        for (byte b : address) {
            prefix.add(b);
        }
        return given > most ? Optional.empty() : Optional.of(new Network(prefix, given));
    }

    /** Whether an address is one of them or in one of them. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }
}
