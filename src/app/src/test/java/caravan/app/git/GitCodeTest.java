package caravan.app.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.loop.CodeSource;
import caravan.loop.ModelCode;
import caravan.loop.port.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCodeTest {
    @TempDir
    private Path folder;

    private Path repository;
    private GitCode code;

    @BeforeEach
    void commit() throws IOException, GitAPIException {
        repository = folder.resolve("repository");
        code = new GitCode(folder.resolve("copies"));
        Files.createDirectories(repository.resolve("model/bin"));
        write("model/const.yaml", "name: pets\n");
        write("model/bin/run", "#!/bin/sh\n");
        assertThat(repository.resolve("model/bin/run").toFile().setExecutable(true))
                .isTrue();
        write("README", "not the model\n");
        try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
            commit(git);
        }
    }

    @Test
    void a_folder_is_read_with_its_modes_and_its_trees_hash() {
        ModelCode read = code.read(source("HEAD", "model"));
        assertThat(read.files()).extracting(ModelCode.CodeFile::path).containsExactly("bin/run", "const.yaml");
        assertThat(read.files()).extracting(ModelCode.CodeFile::executable).containsExactly(true, false);
        assertThat(read.tree()).matches("[0-9a-f]{40}");
    }

    @Test
    void a_change_outside_the_folder_keeps_the_identity_and_one_inside_changes_it() throws Exception {
        ModelCode before = code.read(source("HEAD", "model"));
        write("README", "changed\n");
        commitAll();
        ModelCode outside = code.read(source("HEAD", "model"));
        assertThat(outside.tree()).isEqualTo(before.tree());
        assertThat(outside.commit()).isNotEqualTo(before.commit());
        write("model/const.yaml", "name: cats\n");
        commitAll();
        assertThat(code.read(source("HEAD", "model")).tree()).isNotEqualTo(before.tree());
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> code.read(source("v9", "model")))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("no branch, tag or commit 'v9'");
        assertThatThrownBy(() -> code.read(source("HEAD", "modle"))).hasMessageContaining("no folder 'modle'");
        assertThatThrownBy(() -> code.read(new CodeSource("file:///not/there", "HEAD", "model", "image")))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("/not/there");
    }

    private CodeSource source(String ref, String path) {
        return new CodeSource(repository.toUri().toString(), ref, path, "image");
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(repository.resolve(path), text);
    }

    private void commitAll() throws IOException, GitAPIException {
        try (Git git = Git.open(repository.toFile())) {
            commit(git);
        }
    }

    private static void commit(Git git) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage("as it is")
                .setAuthor("somebody", "somebody@localhost")
                .setCommitter("somebody", "somebody@localhost")
                .setSign(false)
                .call();
    }
}
