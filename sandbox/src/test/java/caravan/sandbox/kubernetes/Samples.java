package caravan.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects that tests write. */
final class Samples {
    private Samples() {}

    static GenericKubernetesResource seldon(String image) {
        return Serialization.unmarshal(
                """
                apiVersion: machinelearning.seldon.io/v1
                kind: SeldonDeployment
                metadata:
                  name: pets
                  namespace: default
                  labels: {app: pets}
                spec:
                  predictors:
                  - name: a
                    traffic: 100
                    graph: {name: pets-a, type: MODEL}
                    componentSpecs:
                    - spec:
                        containers:
                        - name: pets-a
                          image: %s
                          ports: [{name: http, containerPort: 9000}]
                """
                        .formatted(image),
                GenericKubernetesResource.class);
    }

    static Deployment deployment() {
        return Serialization.unmarshal(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: default, labels: {app: web}}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: web, image: "web:1", env: [{name: A, value: "1"}]}
                """,
                Deployment.class);
    }
}
