package caravan.cli;

import picocli.CommandLine.Command;

/** x. */
@Command(name = "why")
final class WhyCommand implements Runnable {
    @Override
    public void run() {}
}
