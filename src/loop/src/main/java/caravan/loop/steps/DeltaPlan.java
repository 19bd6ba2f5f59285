package caravan.loop.steps;

import caravan.loop.FileChange;
import caravan.loop.PlannedFile;
import caravan.loop.SetAside;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.loop.train.FileRule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The plan of a range while it is written, file by file, into a temporary file: gzip, a JSON object a line. Nothing of
 * the delta is held in memory but what is set aside.
 */
public final class DeltaPlan implements AutoCloseable {
    private final FileRule rule;
    private final Path file;
    private final MessageDigest digest;
    private final OutputStream out;
    private final List<SetAside> setAside = new ArrayList<>();
    private int files;
    private long bytes;
    private int known;
    private boolean complete;

    /** Begins a plan. */
    public DeltaPlan(FileRule rule) {
        this.rule = rule;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
            this.file = Files.createTempFile("caravan-plan-", ".jsonl.gz");
            this.out = new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Judges one change by its metadata and writes it down where the trial is to look into it. */
    public FileRule.Verdict add(FileChange change) {
        FileRule.Verdict verdict = rule.judge(change);
        if (verdict instanceof FileRule.Accepted accepted) {
            write(accepted.file());
        } else if (verdict instanceof FileRule.Unusable unusable) {
            setAside.add(unusable.file());
        } else {
            known++;
        }
        return verdict;
    }

    private void write(PlannedFile planned) {
        try {
            out.write(Json.bytes(planned));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files++;
        bytes += planned.size();
    }

    /** Ends the plan: no file is added any more. */
    public DeltaPlan complete() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        complete = true;
        return this;
    }

    /** Files that the trial is to look into. */
    public int files() {
        return files;
    }

    /** Their size in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Changes that were left alone: known contents and deletions. */
    public int known() {
        return known;
    }

    /** Files that cannot be used. */
    public List<SetAside> setAside() {
        return List.copyOf(setAside);
    }

    /** The SHA-256 of the plan's bytes, hex. */
    public String sha256() {
        if (!complete) {
            throw new IllegalStateException("the plan is not complete");
        }
        return HexFormat.of().formatHex(clone(digest).digest());
    }

    /** The edit that stores the plan. */
    public FileEdit storedAt(String path) {
        return new FileEdit.Put(path, (Source) () -> Files.newInputStream(file));
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest clone(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
