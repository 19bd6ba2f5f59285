package caravan.app.cluster;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** The only integration there is, which leads at once: for one machine, where nothing is agreed upon. */
public final class AloneClusterService extends AbstractCamelClusterService<AbstractCamelClusterView> {
    private static final Member SELF = new Member("alone", true, true);

    @Override
    protected AbstractCamelClusterView createView(String namespace) {
        return new View(this, namespace);
    }

    private static final class View extends AbstractCamelClusterView {
        View(AloneClusterService service, String namespace) {
            super(service, namespace);
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return Optional.of(SELF);
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return SELF;
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(SELF);
        }

        @Override
        protected void doStart() {
            fireLeadershipChangedEvent(SELF);
        }
    }
}
