package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.kubernetes.schema.Type;
import caravan.sandbox.kubernetes.schema.Types;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
    private final Set<Class<?>> seen = new HashSet<>();

    @ParameterizedTest
    @ValueSource(
            classes = {
                ConfigMap.class,
                Deployment.class,
                Event.class,
                Lease.class,
                Namespace.class,
                Pod.class,
                Role.class,
                RoleBinding.class,
                Secret.class,
                Service.class,
                ServiceAccount.class
            })
    void a_type_declares_every_field_of_the_public_clients_model(Class<?> model) {
        check(model.getSimpleName(), model, Types.served(model.getSimpleName()));
    }

    private void check(String path, Class<?> model, Type type) {
        if (!(type instanceof Type.Struct struct) || !seen.add(model)) {
            return;
        }
        for (Field field : model.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            if (property != null) {
                String name = property.value().isEmpty() ? field.getName() : property.value();
                assertThat(struct.fields()).as(path).containsKey(name);
                Type below = struct.fields().get(name).type();
                Class<?> raw = field.getType();
                if (List.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
                    java.lang.reflect.Type[] arguments =
                            ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
                    below = List.class.isAssignableFrom(raw) ? below.items() : below.child("");
                    if (arguments[arguments.length - 1] instanceof Class<?> item) {
                        check(path + "." + name, item, below);
                    }
                } else {
                    check(path + "." + name, raw, below);
                }
            }
        }
    }
}
