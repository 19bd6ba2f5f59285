package caravan.seldon.camel;

/** Where a SeldonDeployment is. */
public record DeploymentName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
