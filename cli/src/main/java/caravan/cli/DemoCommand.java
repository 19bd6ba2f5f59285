package caravan.cli;

import picocli.CommandLine.Command;

/** x. */
@Command(name = "demo")
final class DemoCommand implements Runnable {
    @Override
    public void run() {}
}
