package caravan.loop;

import java.util.List;

/**
 * A SeldonDeployment as Caravan wants it.
 *
 * @param predictors by slot; traffic sums to 100
 */
public record DeploymentSpec(String namespace, String name, List<Predictor> predictors) {}
