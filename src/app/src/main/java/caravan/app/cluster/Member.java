package caravan.app.cluster;

import org.apache.camel.cluster.CamelClusterMember;

/** One of the integrations. */
record Member(String id, boolean leader, boolean local) implements CamelClusterMember {
    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isLeader() {
        return leader;
    }

    @Override
    public boolean isLocal() {
        return local;
    }
}
