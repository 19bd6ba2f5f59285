package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
    private static final byte[] ANSWER =
            """
            {"data": {"names": ["cat", "dog"], "ndarray": [[0.2, 0.8]]}, "meta": {"tags": {"version": "v1"}}}"""
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final AtomicInteger received = new AtomicInteger();
    private HttpServer server;
    private Gateway gateway;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/seldon/default/pets/api/v1.0/predictions", exchange -> {
            boolean refuse = received.incrementAndGet() % 5 == 0;
            exchange.getRequestBody().readAllBytes();
            byte[] answer = refuse ? "{\"status\": {\"info\": \"too busy\"}}".getBytes(StandardCharsets.UTF_8) : ANSWER;
            exchange.sendResponseHeaders(refuse ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Addresses addresses = new Addresses(
                null, null, null, "http://127.0.0.1:" + server.getAddress().getPort(), null, null, 0, null);
        gateway = new Gateway(addresses, Examples.useCase(folder));
    }

    @AfterEach
    void close() {
        server.stop(0);
        ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
    }

    @Test
    void every_request_is_counted_and_so_is_every_one_that_was_refused() {
        try (Load load = Load.start(gateway, List.of(new byte[] {1}, new byte[] {2}), 200)) {
            Awaitility.await().until(() -> received.get() >= 50);
            Report.Rollout rollout = load.stop();
            assertThat(rollout.requests()).isEqualTo(received.get());
            assertThat(rollout.failed()).isEqualTo(received.get() / 5);
            assertThat(load.problem()).hasValueSatisfying(p -> assertThat(p).contains("503", "too busy"));
        }
    }

    @Test
    void requests_that_nobody_answers_are_failed_ones() {
        server.stop(0);
        try (Load load = Load.start(gateway, List.of(new byte[] {1}), 100)) {
            Awaitility.await().until(() -> load.problem().isPresent());
            Report.Rollout rollout = load.stop();
            assertThat(rollout.failed()).isEqualTo(rollout.requests()).isPositive();
        }
    }
}
