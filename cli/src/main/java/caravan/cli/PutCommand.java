package caravan.cli;

import picocli.CommandLine.Command;

/** x. */
@Command(name = "put")
final class PutCommand implements Runnable {
    @Override
    public void run() {}
}
