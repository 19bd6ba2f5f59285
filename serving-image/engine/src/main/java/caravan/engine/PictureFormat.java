package caravan.engine;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The file formats that are read, told by their first bytes, and whether a file of one is whole. */
enum PictureFormat {
    JPEG("jpeg") {
        @Override
        boolean matches(byte[] b) {
            return b.length >= 3 && u8(b, 0) == 0xFF && u8(b, 1) == 0xD8 && u8(b, 2) == 0xFF;
        }

        @Override
        boolean whole(byte[] b) {
            int at = 2;
            while (at + 1 < b.length) {
                if (u8(b, at) != 0xFF || u8(b, at + 1) == 0xFF || u8(b, at + 1) == 0) {
                    at++;
                    continue;
                }
                int marker = u8(b, at + 1);
                at += 2;
                if (marker == 0xD9) {
                    return true;
                }
                boolean bare = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
                if (!bare) {
                    if (at + 1 >= b.length) {
                        return false;
                    }
                    at += u8(b, at) << 8 | u8(b, at + 1);
                }
            }
            return false;
        }
    },

    PNG("png") {
        @Override
        boolean matches(byte[] b) {
            return b.length >= 8 && u8(b, 0) == 0x89 && ascii(b, 1, "PNG") && u8(b, 4) == 0x0D && u8(b, 5) == 0x0A;
        }

        @Override
        boolean whole(byte[] b) {
            long at = 8;
            while (at + 12 <= b.length) {
                long length = (long) u8(b, (int) at) << 24
                        | u8(b, (int) at + 1) << 16
                        | u8(b, (int) at + 2) << 8
                        | u8(b, (int) at + 3);
                if (ascii(b, (int) at + 4, "IEND")) {
                    return true;
                }
                at += 12 + length;
            }
            return false;
        }
    },

    GIF("gif") {
        @Override
        boolean matches(byte[] b) {
            return ascii(b, 0, "GIF87a") || ascii(b, 0, "GIF89a");
        }

        @Override
        boolean whole(byte[] b) {
            if (b.length < 13) {
                return false;
            }
            int at = 13 + table(u8(b, 10));
            while (at < b.length) {
                int block = u8(b, at);
                if (block == 0x21) {
                    at = afterSubBlocks(b, at + 2);
                } else if (block == 0x2C) {
                    return at + 10 < b.length && afterSubBlocks(b, at + 11 + table(u8(b, at + 9))) <= b.length;
                } else {
                    return false;
                }
            }
            return false;
        }

        private int table(int flags) {
            return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
        }

        private int afterSubBlocks(byte[] b, int from) {
            int at = from;
            while (at < b.length) {
                int length = u8(b, at);
                at += 1 + length;
                if (length == 0) {
                    return at;
                }
            }
            return Integer.MAX_VALUE;
        }
    },

    WEBP("webp") {
        @Override
        boolean matches(byte[] b) {
            return ascii(b, 0, "RIFF") && ascii(b, 8, "WEBP");
        }

        @Override
        boolean whole(byte[] b) {
            long length = u8(b, 4) | u8(b, 5) << 8 | u8(b, 6) << 16 | (long) u8(b, 7) << 24;
            return length >= 12 && 8 + length <= b.length;
        }
    };

    private final String reader;

    PictureFormat(String reader) {
        this.reader = reader;
    }

    /** The format's name for ImageIO. */
    String reader() {
        return reader;
    }

    /** Whether the file begins as this format does. */
    abstract boolean matches(byte[] bytes);

    /** Whether the file goes on to the end of its (first) picture. */
    abstract boolean whole(byte[] bytes);

    /** The format of a file; empty where it is none of these. */
    static Optional<PictureFormat> of(byte[] bytes) {
        for (PictureFormat format : values()) {
            if (format.matches(bytes)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static int u8(byte[] b, int at) {
        return b[at] & 0xFF;
    }

    private static boolean ascii(byte[] b, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        if (b.length < at + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (b[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
