package caravan.pachyderm.camel;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.port.DataPort;
import caravan.loop.port.SystemException;
import caravan.loop.watch.Backoff;
import caravan.loop.watch.Calls;
import caravan.loop.watch.SystemWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Remembers the head of each key's branch; finds those that moved, and has the open ones waited for. Used by one thread. */
final class Heads {
    private static final String SYSTEM = "pachyderm";
    private static final int GIVE_UP = 2;

    private static final class Known {
        private final Branch branch;
        private final Backoff backoff;
        private Optional<String> head = Optional.empty();
        private boolean looked;
        private Instant notBefore = Instant.MIN;

        Known(Branch branch, Duration mostBackoff) {
            this.branch = branch;
            this.backoff = new Backoff(Duration.ofSeconds(1), mostBackoff);
        }
    }

    private final DataPort port;
    private final Calls calls;
    private final SystemWatch watch;
    private final Duration mostBackoff;
    private final OpenCommits open;
    private final Bell bell;
    private final Map<String, Known> known = new HashMap<>();
    private int turn;

    Heads(DataPort port, Calls calls, SystemWatch watch, Duration mostBackoff, OpenCommits open, Bell bell) {
        this.port = port;
        this.calls = calls;
        this.watch = watch;
        this.mostBackoff = mostBackoff;
        this.open = open;
        this.bell = bell;
    }

    /** Looks at the branches that pass; false where none of them could be looked at, so that Pachyderm seems to be away. */
    boolean round(Map<String, Branch> branches, Predicate<Branch> which) {
        forgetAllBut(branches);
        List<String> keys = new ArrayList<>(branches.keySet());
        keys.removeIf(k -> !which.test(branches.get(k)));
        Collections.sort(keys);
        Collections.rotate(keys, -turn);
        int looked = 0;
        int failed = 0;
        for (String key : keys) {
            Known branch = known.computeIfAbsent(key, k -> new Known(branches.get(k), mostBackoff));
            if (branch.notBefore.isAfter(Instant.now())) {
                continue;
            }
            turn++;
            if (look(key, branch)) {
                looked++;
                failed = 0;
            } else if (++failed == GIVE_UP) {
                break;
            }
        }
        turn %= Math.max(1, branches.size());
        if (looked == 0 && failed > 0) {
            known.values().forEach(k -> k.notBefore = Instant.MIN);
            return false;
        }
        return true;
    }

    private void forgetAllBut(Map<String, Branch> branches) {
        known.entrySet().removeIf(e -> {
            boolean gone = !e.getValue().branch.equals(branches.get(e.getKey()));
            if (gone) {
                watch.succeeded(SYSTEM, subject(e.getKey()));
                open.forget(e.getKey());
            }
            return gone;
        });
    }

    private boolean look(String key, Known branch) {
        try {
            Optional<String> head = calls.make(() -> port.headId(branch.branch));
            if (!branch.looked || !head.equals(branch.head)) {
                moved(key, branch, head);
            }
            branch.backoff.reset();
            watch.succeeded(SYSTEM, subject(key));
            return true;
        } catch (SystemException e) {
            watch.failed(subject(key), e);
            branch.notBefore = Instant.now().plus(branch.backoff.next());
            return false;
        }
    }

    private void moved(String key, Known branch, Optional<String> head) {
        Optional<Commit> commit = head.flatMap(id -> calls.make(() -> port.commit(branch.branch.repo(), id)));
        boolean isOpen = commit.filter(c -> c.finished().isEmpty()).isPresent();
        if (isOpen) {
            open.add(new OpenCommit(key, branch.branch, head.orElseThrow()));
            commit.flatMap(Commit::parent)
                    .filter(p -> branch.looked && !branch.head.equals(Optional.of(p)))
                    .ifPresent(p -> open.add(new OpenCommit(key, branch.branch, p)));
        }
        boolean told = isOpen && branch.looked
                || bell.ring(key, branch.branch, isOpen ? Optional.empty() : head, branch.looked ? "head" : "start");
        if (told) {
            branch.head = head;
            branch.looked = true;
        }
    }

    private static String subject(String key) {
        return "the commits of " + key;
    }
}
