package caravan.cli;

import picocli.CommandLine.Command;

/** x. */
@Command(name = "status")
final class StatusCommand implements Runnable {
    @Override
    public void run() {}
}
