package caravan.cli;

import picocli.CommandLine.Command;

/** x. */
@Command(name = "rollback")
final class RollbackCommand implements Runnable {
    @Override
    public void run() {}
}
