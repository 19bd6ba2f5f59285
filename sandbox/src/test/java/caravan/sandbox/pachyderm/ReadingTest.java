package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.commit;
import static caravan.sandbox.pachyderm.Pachyderm.delete;
import static caravan.sandbox.pachyderm.Pachyderm.file;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.proto.pfs.FileInfo;
import caravan.proto.pfs.FileType;
import caravan.proto.pfs.GetFileRequest;
import caravan.proto.pfs.GlobFileRequest;
import caravan.proto.pfs.InspectFileRequest;
import caravan.proto.pfs.ListFileRequest;
import caravan.proto.pfs.PathRange;
import caravan.proto.pfs.WalkFileRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    @TempDir
    static Path home;

    private static Pachyderm pachyderm;
    private static String id;

    @BeforeAll
    static void start() throws Exception {
        pachyderm = new Pachyderm(home);
        pachyderm.repo("pets");
        id = pachyderm.put(
                "pets", "/a.txt", "abcdef", "/d/b.txt", "b", "/d/c.jpg", "cc", "/d/e/f.txt", "f", "/g.txt", "g");
        pachyderm.modify(into(master("pets")), Pachyderm.add("/empty", ""));
        id = pachyderm.head("pets", "master");
    }

    @AfterAll
    static void stop() throws Exception {
        pachyderm.close();
    }

    private static List<String> paths(Iterator<FileInfo> infos) {
        List<String> paths = new ArrayList<>();
        infos.forEachRemaining(info -> paths.add(info.getFile().getPath()));
        return paths;
    }

    private static List<String> glob(String pattern) {
        return paths(pachyderm
                .pfs()
                .globFile(GlobFileRequest.newBuilder()
                        .setCommit(master("pets"))
                        .setPattern(pattern)
                        .build()));
    }

    @Test
    void patterns_match_as_pachyderms_do() {
        assertThat(glob("/*")).containsExactly("/a.txt", "/d/", "/empty", "/g.txt");
        assertThat(glob("*.txt")).containsExactly("/a.txt", "/g.txt");
        assertThat(glob("/d/*")).containsExactly("/d/b.txt", "/d/c.jpg", "/d/e/");
        assertThat(glob("/**.txt")).containsExactly("/a.txt", "/d/b.txt", "/d/e/f.txt", "/g.txt");
        assertThat(glob("/[ag].t?t")).containsExactly("/a.txt", "/g.txt");
        assertThat(glob("/[!a].txt")).containsExactly("/g.txt");
        assertThat(glob("/{a,g}.txt")).containsExactly("/a.txt", "/g.txt");
        assertThat(glob("/d")).containsExactly("/d/");
        assertThat(glob("/")).containsExactly("/");
        assertThat(glob("/nothing*")).isEmpty();
        assertThatThrownBy(() -> glob("/[a")).hasMessage("UNKNOWN: unexpected end of input");
    }

    @Test
    void a_walk_shows_directories_before_what_they_hold() {
        assertThat(walk("/"))
                .containsExactly(
                        "/", "/a.txt", "/d/", "/d/b.txt", "/d/c.jpg", "/d/e/", "/d/e/f.txt", "/empty", "/g.txt");
        assertThat(walk("/d/e")).containsExactly("/d/e/", "/d/e/f.txt");
        assertThatThrownBy(() -> walk("/nope"))
                .hasMessage("NOT_FOUND: commit/" + id + " does not contain item: (/nope)");
    }

    private static List<String> walk(String path) {
        return paths(pachyderm
                .pfs()
                .walkFile(WalkFileRequest.newBuilder()
                        .setFile(file(commit("pets", id), path))
                        .build()));
    }

    @Test
    void a_listing_can_be_had_in_pages_forwards_and_backwards() {
        assertThat(page(2, "", false)).containsExactly("/a.txt", "/d/");
        assertThat(page(2, "/d/", false)).containsExactly("/empty", "/g.txt");
        assertThat(page(2, "", true)).containsExactly("/g.txt", "/empty");
        assertThat(page(2, "/empty", true)).containsExactly("/d/", "/a.txt");
        assertThatThrownBy(() -> page(0, "", true)).hasMessage("UNKNOWN: number must be > 0 when reverse is true");
        assertThatThrownBy(() -> page(100_001, "", false))
                .hasMessage("UNKNOWN: cannot return more than 100000 files at a time");
    }

    private static List<String> page(long number, String marker, boolean reverse) {
        ListFileRequest.Builder request = ListFileRequest.newBuilder()
                .setFile(file(master("pets"), "/"))
                .setNumber(number)
                .setReverse(reverse);
        if (!marker.isEmpty()) {
            request.setPaginationMarker(file(master("pets"), marker));
        }
        return paths(pachyderm.pfs().listFile(request.build()));
    }

    @Test
    void a_files_info_has_size_hash_and_the_time_of_finishing() {
        FileInfo info = pachyderm
                .pfs()
                .inspectFile(InspectFileRequest.newBuilder()
                        .setFile(file(master("pets"), "/a.txt"))
                        .build());
        assertThat(info.getSizeBytes()).isEqualTo(6);
        assertThat(info.getHash().size()).isEqualTo(32);
        assertThat(info.getFile().getDatum()).isEqualTo("default");
        assertThat(info.getFile().getCommit().getId()).isEqualTo(id);
        assertThat(info.getCommitted()).isEqualTo(pachyderm.finished("pets", id).getFinishing());
        FileInfo directory = pachyderm
                .pfs()
                .inspectFile(InspectFileRequest.newBuilder()
                        .setFile(file(master("pets"), "/d"))
                        .build());
        assertThat(directory.getFile().getPath()).isEqualTo("/d/");
        assertThat(directory.getFileType()).isEqualTo(FileType.DIR);
        assertThat(directory.getSizeBytes()).isEqualTo(4);
    }

    private static List<BytesValue> get(GetFileRequest.Builder request) {
        List<BytesValue> messages = new ArrayList<>();
        pachyderm.pfs().getFile(request.build()).forEachRemaining(messages::add);
        return messages;
    }

    private static GetFileRequest.Builder at(String path) {
        return GetFileRequest.newBuilder().setFile(file(master("pets"), path));
    }

    @Test
    void one_file_is_read_from_an_offset_and_an_empty_one_has_no_message() {
        assertThat(get(at("/a.txt").setOffset(4)))
                .extracting(m -> m.getValue().toStringUtf8())
                .containsExactly("ef");
        assertThat(get(at("/d/*.jpg")))
                .extracting(m -> m.getValue().toStringUtf8())
                .containsExactly("cc");
        assertThat(get(at("/a.txt").setOffset(6))).isEmpty();
        assertThat(get(at("/a.txt").setOffset(600))).isEmpty();
        assertThat(get(at("/empty"))).isEmpty();
        assertThatThrownBy(() -> get(at("/a.txt").setOffset(-1))).hasMessageStartingWith("INVALID_ARGUMENT");
        assertThatThrownBy(() -> get(at("/d")))
                .hasMessage("UNKNOWN: cannot get directory or non-regular file. Use GetFileTAR instead");
        assertThatThrownBy(() -> get(at("/*.txt")))
                .hasMessage("UNKNOWN: matched multiple files. Use GetFileTAR instead");
        assertThatThrownBy(() -> get(at("/nope")))
                .hasMessage("NOT_FOUND: file /nope not found in repo default/pets at commit ");
        assertThatThrownBy(() -> get(GetFileRequest.newBuilder().setFile(file(commit("pets", id), "/nope"))))
                .hasMessage("NOT_FOUND: file /nope not found in repo default/pets at commit " + id);
        assertThatThrownBy(() -> get(GetFileRequest.newBuilder().setFile(file(commit("pets", "nope"), "/a"))))
                .hasMessageStartingWith("NOT_FOUND: get file: pick commit tx: commit default/pets@ not found");
    }

    @Test
    void large_content_comes_in_messages_of_19_mebibytes() {
        pachyderm.repo("large");
        ByteString block = ByteString.copyFrom(new byte[15 << 20]);
        pachyderm.modify(
                into(master("large")),
                Pachyderm.add("/x", block),
                Pachyderm.add("/x", block),
                Pachyderm.add("/x", block));
        assertThat(get(GetFileRequest.newBuilder().setFile(file(master("large"), "/x"))))
                .extracting(m -> m.getValue().size())
                .containsExactly(19_922_944, 19_922_944, 7_340_032);
    }

    private record Member(String name, String content, int mode, long time) {}

    private static List<Member> tar(GetFileRequest.Builder request) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Iterator<BytesValue> messages = pachyderm.pfs().getFileTAR(request.build());
        while (messages.hasNext()) {
            messages.next().getValue().writeTo(bytes);
        }
        byte[] archive = bytes.toByteArray();
        assertThat(archive.length % 512).isZero();
        List<Member> members = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                members.add(new Member(
                        entry.getName(),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8),
                        entry.getMode(),
                        entry.getLastModifiedTime().toMillis()));
            }
        }
        return members;
    }

    @Test
    void a_tar_holds_what_matches_with_absolute_names() throws Exception {
        assertThat(tar(at("/")))
                .extracting(Member::name)
                .containsExactly(
                        "/", "/a.txt", "/d/", "/d/b.txt", "/d/c.jpg", "/d/e/", "/d/e/f.txt", "/empty", "/g.txt");
        assertThat(tar(at("/d")))
                .extracting(Member::name)
                .containsExactly("/d/", "/d/b.txt", "/d/c.jpg", "/d/e/", "/d/e/f.txt");
        assertThat(tar(at("/*.txt")))
                .containsExactly(new Member("/a.txt", "abcdef", 0, 0), new Member("/g.txt", "g", 0, 0));
        assertThat(tar(at("/**")
                        .setPathRange(PathRange.newBuilder().setLower("/d/c").setUpper("/e"))))
                .extracting(Member::name)
                .containsExactly("/d/c.jpg", "/d/e/", "/d/e/f.txt");
        assertThatThrownBy(() -> tar(at("/nope"))).hasMessageStartingWith("NOT_FOUND: file /nope not found");
    }

    @Test
    void of_an_empty_commit_lists_and_walks_are_empty_and_the_rest_is_not_found() {
        pachyderm.repo("empty");
        pachyderm.modify(into(master("empty")), delete("/x"));
        assertThat(pachyderm.list(master("empty"), "/")).isEmpty();
        assertThat(pachyderm
                        .pfs()
                        .walkFile(WalkFileRequest.newBuilder()
                                .setFile(file(master("empty"), "/"))
                                .build())
                        .hasNext())
                .isFalse();
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .inspectFile(InspectFileRequest.newBuilder()
                                .setFile(file(master("empty"), "/"))
                                .build()))
                .hasMessageStartingWith("NOT_FOUND: file / not found");
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .getFileTAR(GetFileRequest.newBuilder()
                                .setFile(file(master("empty"), "/"))
                                .build())
                        .hasNext())
                .hasMessageStartingWith("NOT_FOUND");
    }
}
