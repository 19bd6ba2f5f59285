package caravan.model.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** BLAKE2b with 32 bytes of output and no key (RFC 7693), over contents in memory. */
final class Blake2b {
    private static final int LENGTH = 32;
    private static final int BLOCK = 128;
    private static final int ROUNDS = 12;
    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };
    private static final String[] ORDER = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
        "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"
    };

    private Blake2b() {}

    static byte[] hash(byte[] content) {
        long[] state = IV.clone();
        state[0] ^= 0x01010000L | LENGTH;
        int blocks = Math.max(1, (content.length + BLOCK - 1) / BLOCK);
        for (int block = 0; block < blocks; block++) {
            int end = Math.min(content.length, (block + 1) * BLOCK);
            ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(content, block * BLOCK, (block + 1) * BLOCK))
                    .order(ByteOrder.LITTLE_ENDIAN);
            Arrays.fill(bytes.array(), end - block * BLOCK, BLOCK, (byte) 0);
            long[] message = new long[BLOCK / Long.BYTES];
            bytes.asLongBuffer().get(message);
            compress(state, message, end, block == blocks - 1);
        }
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        out.asLongBuffer().put(state, 0, LENGTH / Long.BYTES);
        return out.array();
    }

    private static void compress(long[] state, long[] message, long counter, boolean last) {
        long[] v = Arrays.copyOf(state, 16);
        System.arraycopy(IV, 0, v, 8, 8);
        v[12] ^= counter;
        if (last) {
            v[14] = ~v[14];
        }
        for (int round = 0; round < ROUNDS; round++) {
            String order = ORDER[round % ORDER.length];
            for (int lane = 0; lane < 8; lane++) {
                int shift = lane / 4;
                int column = lane % 4;
                mix(
                        v,
                        column,
                        4 + (column + shift) % 4,
                        8 + (column + 2 * shift) % 4,
                        12 + (column + 3 * shift) % 4,
                        message[Character.digit(order.charAt(2 * lane), 16)],
                        message[Character.digit(order.charAt(2 * lane + 1), 16)]);
            }
        }
        for (int i = 0; i < state.length; i++) {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] += v[b] + x;
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }
}
