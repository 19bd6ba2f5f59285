package caravan.sandbox.seldon;

/**
 * A predictor as callers see it.
 *
 * @param ready whether the whole graph can be asked
 */
record Front(Predictor predictor, RestExecutor rest, GrpcExecutor grpc, java.util.function.BooleanSupplier ready) {}
