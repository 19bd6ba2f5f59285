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
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A head in DJL: learns on PyTorch and says what it makes of rows. Same rows, settings and seed: same bits. */
public final class HeadModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadModel.class);
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

    /** Begins to load PyTorch, beside what else there is to do; without it the first head waits for that. */
    public static void prepare() {
        Thread thread = new Thread(
                () -> {
                    try {
                        Engine.getEngine(ENGINE);
                    } catch (RuntimeException | LinkageError e) {
                        LOG.debug("PyTorch is not there yet: the first head will say why", e);
                    }
                },
                "pytorch");
        thread.setDaemon(true);
        thread.start();
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
        Engine engine = Engine.getEngine(ENGINE);
        engine.setRandomSeed((int) learning.seed());
        int steps = learning.steps(features.length);
        Optimizer adam = Optimizer.adam()
                .optLearningRateTracker(Tracker.cosine()
                        .setBaseValue((float) learning.learningRate())
                        .optFinalValue((float) (learning.learningRate() / 100))
                        .setMaxUpdates(steps)
                        .build())
                .build();
        Loss loss = Loss.softmaxCrossEntropyLoss();
        Order order = new Order(features.length, learning);
        float pull = (float) (learning.pull() / 2 / features.length);
        int every = Math.max(1, steps / 10);
        double sum = 0;
        int since = 0;
        NDArray weight = array("weight");
        NDArray bias = array("bias");
        weight.setRequiresGradient(true);
        bias.setRequiresGradient(true);
        try (NDManager kept = model.getNDManager().newSubManager()) {
            NDArray x = kept.create(flat(features), new Shape(features.length, features[0].length));
            NDArray y = kept.create(labels).toType(DataType.FLOAT32, false);
            NDArray fromWeight = kept.create(flat(start.weight()), weight.getShape());
            NDArray fromBias = kept.create(start.bias());
            for (int step = 1; step <= steps; step++) {
                try (NDManager manager = kept.newSubManager();
                        GradientCollector gradients = engine.newGradientCollector()) {
                    NDArray rows = x;
                    NDArray truth = y;
                    if (order.cut()) {
                        NDArray indices = manager.create(order.next());
                        rows = picked(manager, x.get(indices));
                        truth = picked(manager, y.get(indices));
                    }
                    NDArray scores = layer.forward(new ParameterStore(manager, false), new NDList(rows), true)
                            .singletonOrThrow();
                    NDArray cost = loss.evaluate(new NDList(truth), new NDList(scores))
                            .add(weight.sub(fromWeight).square().sum().mul(pull));
                    if (learning.pullBias()) {
                        cost = cost.add(bias.sub(fromBias).square().sum().mul(pull));
                    }
                    gradients.backward(cost);
                    adam.update("weight", weight, weight.getGradient());
                    adam.update("bias", bias, bias.getGradient());
                    sum += cost.getFloat();
                }
                since++;
                if (step % every == 0 || step == steps) {
                    watch.step(step, steps, sum / since);
                    sum = 0;
                    since = 0;
                }
            }
        }
    }

    /** Rows that are freed with the step they are used in. */
    private static NDArray picked(NDManager manager, NDArray rows) {
        rows.attach(manager);
        return rows;
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

    /** The rows again and again, some at a time, in another order in each pass. */
    private static final class Order {
        private final int size;
        private final long[] order;
        private final SplittableRandom random;
        private int at;

        Order(int rows, Learning learning) {
            this.size = learning.batch();
            this.random = new SplittableRandom(learning.seed());
            this.order = new long[rows];
            Arrays.setAll(order, i -> i);
            this.at = rows;
        }

        /** Whether there are more rows than a step takes. */
        boolean cut() {
            return order.length > size;
        }

        long[] next() {
            if (at >= order.length) {
                shuffle();
                at = 0;
            }
            long[] rows = Arrays.copyOfRange(order, at, Math.min(order.length, at + size));
            at += size;
            return rows;
        }

        private void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                long kept = order[i];
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
