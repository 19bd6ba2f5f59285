package caravan.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.app.Setting;
import caravan.app.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubectl kustomize k8s/base} makes, read with fabric8's typed model. */
class ManifestsTest {
    private static final String CREDENTIALS = "/var/run/caravan/credentials/";

    @TempDir
    private Path scratch;

    private List<HasMetadata> objects;

    @BeforeEach
    void build() throws Exception {
        objects = StrictModel.read(Kubectl.run(
                scratch, "kustomize", Checkout.ROOT.resolve("k8s/base").toString()));
    }

    @Test
    void a_field_that_kubernetes_does_not_know_is_refused() {
        String typo =
                """
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                spec: {ports: [{port: 1, tragetPort: 2}]}
                """;

        assertThatThrownBy(() -> StrictModel.read(typo)).hasMessageContaining("tragetPort");
    }

    @Test
    void all_lies_in_one_namespace() {
        assertThat(objects)
                .filteredOn(o -> !o.getKind().equals("Namespace"))
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.getMetadata().getNamespace()).isEqualTo("caravan"));
    }

    @Test
    void the_integration_may_do_what_its_calls_need_and_nothing_else() {
        assertThat(of(Role.class)
                        .flatMap(role -> role.getRules().stream())
                        .map(rule -> rule.getApiGroups() + " " + rule.getResources() + " " + rule.getVerbs()))
                .containsExactlyInAnyOrder(
                        "[coordination.k8s.io] [leases] [get, list, watch, create, update, patch]",
                        "[machinelearning.seldon.io] [seldondeployments] [get, list, watch, create, patch]",
                        "[apps] [deployments] [get, list]",
                        "[] [pods] [get, list]",
                        "[] [pods/log] [get]");
        assertThat(objects).extracting(HasMetadata::getKind).doesNotContain("ClusterRole", "ClusterRoleBinding");
    }

    @Test
    void no_container_is_root_writes_to_its_image_or_takes_all_memory() {
        assertThat(pods()).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getContainers()).isNotEmpty().allSatisfy(ManifestsTest::confined);
        });
    }

    private static void confined(Container container) {
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getReadinessProbe()).isNotNull();
        assertThat(container.getLivenessProbe()).isNotNull();
    }

    @Test
    void only_the_integration_gets_a_token_of_the_cluster() {
        assertThat(of(Deployment.class))
                .filteredOn(d -> d.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken())
                .extracting(d -> d.getMetadata().getName())
                .containsExactly("caravan");
    }

    @Test
    void secrets_are_mounted_files_and_no_variable_holds_one() {
        assertThat(of(Secret.class)).as("secrets among the manifests").isEmpty();
        assertThat(pods()).allSatisfy(pod -> {
            assertThat(pod.getContainers()).allSatisfy(container -> {
                assertThat(container.getEnv())
                        .allMatch(e ->
                                e.getValueFrom() == null || e.getValueFrom().getSecretKeyRef() == null);
                assertThat(container.getEnvFrom()).allMatch(e -> e.getSecretRef() == null);
            });
            assertThat(pod.getVolumes()).filteredOn(v -> v.getSecret() != null).isNotEmpty();
        });
    }

    @Test
    void every_file_of_a_secret_that_the_settings_name_is_in_the_secret() throws Exception {
        Path folder = Files.createDirectory(scratch.resolve("secrets"));
        Files.copy(Checkout.ROOT.resolve("k8s/secrets/kustomization.yaml"), folder.resolve("kustomization.yaml"));
        for (String name : List.of(
                "pachyderm-token",
                "determined-user",
                "determined-password",
                "events-path",
                "console-user",
                "console-password",
                "server-pachyderm-token")) {
            Files.writeString(folder.resolve(name), "drawn");
        }
        Map<String, Secret> secrets = StrictModel.read(Kubectl.run(scratch, "kustomize", folder.toString())).stream()
                .map(Secret.class::cast)
                .collect(Collectors.toMap(s -> s.getMetadata().getName(), s -> s));

        assertThat(settings().stringPropertyNames().stream()
                        .map(key -> settings().getProperty(key))
                        .filter(value -> value.startsWith(CREDENTIALS))
                        .map(value -> value.substring(CREDENTIALS.length())))
                .containsExactlyInAnyOrderElementsOf(
                        secrets.get("caravan-credentials").getData().keySet());
        assertThat(secrets.get("caravan-pachyderm-server").getData()).containsOnlyKeys("token");
        assertThat(pods().flatMap(pod -> pod.getVolumes().stream())
                        .filter(v -> v.getSecret() != null)
                        .map(v -> v.getSecret().getSecretName()))
                .containsExactlyInAnyOrderElementsOf(secrets.keySet());
    }

    @Test
    void a_changed_setting_replaces_the_pods() {
        assertThat(pods().flatMap(pod -> pod.getVolumes().stream())
                        .filter(v -> v.getConfigMap() != null)
                        .map(v -> v.getConfigMap().getName()))
                .isNotEmpty()
                .allMatch(name -> name.matches(".+-[a-z0-9]{10}"), "ends with its content's checksum")
                .allMatch(name -> of(ConfigMap.class)
                        .anyMatch(m -> m.getMetadata().getName().equals(name)));
    }

    @Test
    void the_pods_hold_every_route_and_use_case_of_the_checkout() throws Exception {
        assertThat(mounted("routes")).isEqualTo(files(Checkout.ROOT.resolve("routes"), "use-cases/"));
        assertThat(mounted("use-cases")).isEqualTo(files(Checkout.ROOT.resolve("routes/use-cases"), " "));
    }

    private TreeSet<String> mounted(String volume) {
        Volume mount = pods().flatMap(pod -> pod.getVolumes().stream())
                .filter(v -> v.getName().equals(volume))
                .findFirst()
                .orElseThrow();
        ConfigMap map = of(ConfigMap.class)
                .filter(m ->
                        m.getMetadata().getName().equals(mount.getConfigMap().getName()))
                .findFirst()
                .orElseThrow();
        TreeSet<String> keys = new TreeSet<>(map.getData().keySet());
        if (mount.getConfigMap().getItems().isEmpty()) {
            return keys;
        }
        TreeSet<String> paths = new TreeSet<>();
        mount.getConfigMap().getItems().forEach(item -> {
            assertThat(keys).contains(item.getKey());
            paths.add(item.getPath());
        });
        assertThat(paths).hasSameSizeAs(keys);
        return paths;
    }

    private static TreeSet<String> files(Path folder, String without) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
                    .filter(name -> !name.startsWith(without))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void the_addresses_in_the_settings_are_those_of_the_services() {
        List<String> services = of(Service.class)
                .map(s -> "http://" + s.getMetadata().getName() + "."
                        + s.getMetadata().getNamespace() + ".svc:"
                        + s.getSpec().getPorts().get(0).getPort())
                .toList();

        assertThat(services)
                .containsExactlyInAnyOrder(
                        settings().getProperty("caravan.events.url"),
                        settings().getProperty("caravan.detectors.address"));
        assertThat(ports("caravan"))
                .containsExactly(
                        Integer.valueOf(settings().getProperty("caravan.port")),
                        Integer.valueOf(settings().getProperty("caravan.events.port")));
    }

    @Test
    void the_integration_understands_its_settings() throws Exception {
        Path file = scratch.resolve("application.properties");
        try (var out = Files.newBufferedWriter(file)) {
            settings().store(out, null);
        }

        Settings read = Settings.read(Optional.of(file), Map.of());

        assertThat(read.others()).as("lines that Caravan does not know").isEmpty();
        assertThat(read.optional(Setting.KUBECONFIG))
                .as("the pod's account serves")
                .isEmpty();
        assertThat(read.flag(Setting.RELOAD)).as("reload in a cluster").isFalse();
        assertThat(read.text(Setting.HOME)).isEqualTo(mountPath("home"));
        assertThat(read.text(Setting.ROUTES)).isEqualTo(mountPath("routes"));
        assertThat(read.text(Setting.USE_CASES)).isEqualTo(mountPath("use-cases"));
    }

    private String mountPath(String volume) {
        return pods().flatMap(pod -> pod.getContainers().stream())
                .flatMap(container -> container.getVolumeMounts().stream())
                .filter(mount -> mount.getName().equals(volume))
                .map(VolumeMount::getMountPath)
                .findFirst()
                .orElseThrow();
    }

    private List<Integer> ports(String deployment) {
        List<Integer> ports = new ArrayList<>();
        of(Deployment.class)
                .filter(d -> d.getMetadata().getName().equals(deployment))
                .forEach(d -> d.getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().stream()
                        .forEach(p -> ports.add(p.getContainerPort())));
        return ports;
    }

    private Properties settings() {
        Properties properties = new Properties();
        of(ConfigMap.class)
                .flatMap(m -> m.getData().entrySet().stream())
                .filter(e -> e.getKey().equals("application.properties"))
                .forEach(e -> load(properties, e.getValue()));
        return properties;
    }

    private static void load(Properties into, String text) {
        try {
            into.load(new StringReader(text));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Stream<PodSpec> pods() {
        return of(Deployment.class).map(d -> d.getSpec().getTemplate().getSpec());
    }

    private <T> Stream<T> of(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }
}
