package caravan.cli;

import picocli.CommandLine.Command;

/** x. */
@Command(name = "predict")
final class PredictCommand implements Runnable {
    @Override
    public void run() {}
}
