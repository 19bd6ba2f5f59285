package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final Archive.Limits LIMITS = new Archive.Limits(10, 100, 500);

    @TempDir
    Path folder;

    private final Map<String, String> members = new TreeMap<>();
    private final Map<String, String> unusable = new TreeMap<>();

    private void read(String name, byte[] content) throws Exception {
        read(name, content, LIMITS);
    }

    private void read(String name, byte[] content, Archive.Limits limits) throws Exception {
        Path file = Files.write(folder.resolve("archive"), content);
        Archive.read(file, name, limits, new Archive.Visitor() {
            @Override
            public void member(String member, byte[] bytes) {
                members.put(member, new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void unusable(String member, String reason) {
                unusable.put(member, reason);
            }
        });
    }

    static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
            TarArchiveEntry link = new TarArchiveEntry("link.jpg", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_members_of_every_kind_of_archive_are_read() throws Exception {
        Map<String, byte[]> files = Map.of("cat/ü 1.jpg", bytes("miau"), "dog.2.jpg", bytes("wau"));
        read("/a.tar", tar(files));
        assertThat(members).containsOnly(Map.entry("cat/ü 1.jpg", "miau"), Map.entry("dog.2.jpg", "wau"));
        members.clear();
        read("/a.TGZ", gzip(tar(files)));
        assertThat(members).hasSize(2);
        members.clear();
        read("/a.zip", zip(files));
        assertThat(members).hasSize(2);
    }

    @Test
    void a_member_whose_path_leads_out_is_not_used() throws Exception {
        Map<String, byte[]> files = Map.of(
                "../cat.1.jpg", bytes("a"),
                "x/../../cat.2.jpg", bytes("b"),
                "/cat.3.jpg", bytes("c"),
                "..\\cat.4.jpg", bytes("d"),
                "C:cat.5.jpg", bytes("e"),
                "cat..6.jpg", bytes("f"));
        read("/a.zip", zip(files));
        assertThat(members).containsOnlyKeys("cat..6.jpg");
        assertThat(unusable.values()).hasSize(5).allMatch(r -> r.equals("its path leads out of the archive"));
    }

    @Test
    void a_link_is_not_followed() throws Exception {
        read("/a.tar", tar(Map.of("cat.1.jpg", bytes("a"))));
        assertThat(unusable).containsOnly(Map.entry("link.jpg", "a link or a device, not a file"));
    }

    @Test
    void a_member_that_is_too_large_is_passed_over_and_the_next_is_read() throws Exception {
        Map<String, byte[]> files = new TreeMap<>(Map.of("a.jpg", new byte[101], "b.jpg", bytes("b")));
        read("/a.tar", tar(files));
        assertThat(members).containsOnlyKeys("b.jpg");
        assertThat(unusable).containsEntry("a.jpg", "more than 100 bytes");
    }

    @Test
    void too_many_members_or_bytes_refuse_the_archive() throws Exception {
        Map<String, byte[]> many = new TreeMap<>();
        for (int i = 0; i < 11; i++) {
            many.put(i + ".jpg", new byte[100]);
        }
        assertThatThrownBy(() -> read("/a.zip", zip(many), new Archive.Limits(10, 100, 5000)))
                .isInstanceOf(Archive.Refused.class)
                .hasMessage("the archive has more than 10 members");
        assertThatThrownBy(() -> read("/a.zip", zip(many), new Archive.Limits(100, 100, 500)))
                .isInstanceOf(Archive.Refused.class)
                .hasMessage("the archive unpacks to more than 500 bytes");
    }

    @Test
    void a_bomb_is_not_unpacked() throws Exception {
        byte[] bomb = gzip(tar(Map.of("cat.1.jpg", new byte[5_000_000])));
        assertThat(bomb.length).isLessThan(10_000);
        assertThatThrownBy(() ->
                        read("/a.tgz", gzip(tar(Map.of("a.jpg", new byte[600]))), new Archive.Limits(9, 600, 500)))
                .isInstanceOf(Archive.Refused.class);
        read("/a.tgz", bomb);
        assertThat(members).isEmpty();
        assertThat(unusable).containsKey("cat.1.jpg");
    }

    @Test
    void a_truncated_archive_is_refused() throws Exception {
        byte[] whole = gzip(tar(Map.of("cat.1.jpg", bytes("a"))));
        assertThatThrownBy(() -> read("/a.tar.gz", Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(Archive.Refused.class)
                .hasMessageStartingWith("the archive cannot be read");
        assertThatThrownBy(() -> read("/a.zip", bytes("not a zip")))
                .isInstanceOf(Archive.Refused.class)
                .hasMessageStartingWith("the archive cannot be read");
    }
}
