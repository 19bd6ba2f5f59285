package caravan.model.head;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A head in DJL: learns on PyTorch and says what it makes of rows. Same rows, settings and seed: same bits. */
public final class HeadModel implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final Head start;
    private final Model model;
    private final Linear layer;

    /** Watches the learning. */
    public interface Watch {
        /**
         * Called after some of the steps and after the last.
         *
         * @param loss mean over the rows since the last call, the pull included
         */
        void step(int step, int steps, double loss);
    }

    /** A head ready to be used or taught. */
    public HeadModel(Head start) {
        this.start = start;
        int features = start.weight()[0].length;
        this.model = Model.newInstance("head", Device.cpu(), ENGINE);
        this.layer = Linear.builder().setUnits(start.labels().size()).build();
        model.setBlock(layer);
        layer.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, features));
        array("weight").set(flat(start.weight()));
        array("bias").set(start.bias());
    }

    private NDArray array(String parameter) {
        return layer.getParameters().get(parameter).getArray();
    }

    /**
     * Learns from rows.
     *
     * @param features standardised
     * @param labels index of each row's label
     */
    public void learn(float[][] features, int[] labels, Learning learning, Watch watch) {
        Engine.getEngine(ENGINE).setRandomSeed((int) learning.seed());
        int steps = learning.steps(features.length);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.cosine()
                                .setBaseValue((float) learning.learningRate())
                                .optFinalValue((float) (learning.learningRate() / 100))
                                .setMaxUpdates(steps)
                                .build())
                        .build());
        Batches batches = new Batches(features, labels, learning);
        float pull = (float) (learning.pull() / 2 / features.length);
        int every = Math.max(1, steps / 10);
        double loss = 0;
        int since = 0;
        try (Trainer trainer = model.newTrainer(config);
                NDManager kept = model.getNDManager().newSubManager()) {
            NDArray weight = kept.create(flat(start.weight()), array("weight").getShape());
            NDArray bias = kept.create(start.bias());
            for (int step = 1; step <= steps; step++) {
                loss += step(trainer, batches.next(), weight, learning.pullBias() ? bias : null, pull);
                since++;
                if (step % every == 0 || step == steps) {
                    watch.step(step, steps, loss / since);
                    loss = 0;
                    since = 0;
                }
            }
        }
    }

    private double step(Trainer trainer, Batch batch, NDArray weight, NDArray bias, float pull) {
        try (NDManager manager = model.getNDManager().newSubManager();
                GradientCollector gradients = trainer.newGradientCollector()) {
            NDArray x = manager.create(flat(batch.features), new Shape(batch.labels.length, batch.features[0].length));
            NDArray y = manager.create(batch.labels);
            NDArray scores = layer.forward(new ParameterStore(manager, false), new NDList(x), true)
                    .singletonOrThrow();
            NDArray loss = trainer.getLoss()
                    .evaluate(new NDList(y), new NDList(scores))
                    .add(array("weight").sub(weight).square().sum().mul(pull));
            if (bias != null) {
                loss = loss.add(array("bias").sub(bias).square().sum().mul(pull));
            }
            gradients.backward(loss);
            trainer.step();
            return loss.getFloat();
        }
    }

    /** The weights as they are now. */
    public Head head() {
        int width = start.weight()[0].length;
        float[] all = array("weight").toFloatArray();
        float[][] weight = new float[start.labels().size()][];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return new Head(start.labels(), weight, array("bias").toFloatArray());
    }

    /** The probabilities of each row. */
    public float[][] probabilities(float[][] features) {
        float[][] probabilities = new float[features.length][];
        for (int from = 0; from < features.length; from += 1024) {
            int to = Math.min(features.length, from + 1024);
            float[][] some = Arrays.copyOfRange(features, from, to);
            try (NDManager manager = model.getNDManager().newSubManager()) {
                NDArray x = manager.create(flat(some), new Shape(some.length, some[0].length));
                float[] flat = layer.forward(new ParameterStore(manager, false), new NDList(x), false)
                        .singletonOrThrow()
                        .softmax(1)
                        .toFloatArray();
                int labels = start.labels().size();
                for (int i = from; i < to; i++) {
                    probabilities[i] = Arrays.copyOfRange(flat, (i - from) * labels, (i - from + 1) * labels);
                }
            }
        }
        return probabilities;
    }

    @Override
    public void close() {
        model.close();
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Batch(float[][] features, float[] labels) {}

    /** The rows again and again, in another order in each pass. */
    private static final class Batches {
        private final float[][] features;
        private final int[] labels;
        private final int size;
        private final int[] order;
        private final SplittableRandom random;
        private int at;

        Batches(float[][] features, int[] labels, Learning learning) {
            this.features = features;
            this.labels = labels;
            this.size = learning.batch();
            this.random = new SplittableRandom(learning.seed());
            this.order = new int[labels.length];
            Arrays.setAll(order, i -> i);
            this.at = order.length;
        }

        Batch next() {
            if (at >= order.length) {
                shuffle();
                at = 0;
            }
            int count = Math.min(size, order.length - at);
            float[][] x = new float[count][];
            float[] y = new float[count];
            for (int i = 0; i < count; i++) {
                x[i] = features[order[at + i]];
                y[i] = labels[order[at + i]];
            }
            at += count;
            return new Batch(x, y);
        }

        private void shuffle() {
            if (order.length <= size) {
                return;
            }
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
        }
    }

    /** The index of each row's label. */
    public static int[] indices(List<Row> rows, List<String> labels) {
        return rows.stream().mapToInt(r -> labels.indexOf(r.label())).toArray();
    }
}
