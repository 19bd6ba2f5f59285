package caravan.sandbox.pods;

import caravan.sandbox.Images;
import caravan.sandbox.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a container's spec to the command of a local process: image, environment, volumes and ports of this machine. */
record Launch(Images images, Variables variables, Volumes volumes, Path folder) {

    /**
     * The command.
     *
     * @param ports local port by container port, of the whole pod
     * @throws NotYet where something that it needs is missing
     */
    Command command(ContainerSpec container, Map<Integer, Integer> ports) {
        Images.Image image = images.find(container.image())
                .orElseThrow(() -> new NotYet(
                        "ErrImagePull",
                        "image \"" + container.image() + "\" is not among those that this machine can run: add "
                                + Images.withoutTag(container.image()) + " to the file of images"));
        volumes.write(container.pod());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CARAVAN_HOST", Endpoint.HOST);
        environment.put("HOSTNAME", Meta.of(container.pod()).name());
        variables.of(container).forEach((name, value) -> environment.put(name, local(container, ports, name, value)));
        List<String> arguments = new ArrayList<>();
        List<String> command = container.texts("command");
        if (!command.isEmpty()) {
            image = new Images.Image(image.path(), List.of(), image.environment());
            arguments.addAll(command);
        }
        arguments.addAll(container.texts("args"));
        return Command.of(
                Meta.of(container.pod()).name() + "/" + container.name(),
                image,
                arguments.stream().map(a -> volumes.translate(container, a)).toList(),
                environment,
                folder);
    }

    /** Pods share this machine's ports: a variable that holds a declared port is given the one that stands for it. */
    private String local(ContainerSpec container, Map<Integer, Integer> ports, String name, String value) {
        if (name.contains("PORT") && value.matches("\\d{1,5}")) {
            Integer port = ports.get(Integer.valueOf(value));
            return port == null ? value : port.toString();
        }
        return volumes.translate(container, value);
    }
}
