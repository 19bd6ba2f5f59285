package caravan.server.rest;

import caravan.server.scoring.Input;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A SeldonMessage that asks for a prediction.
 *
 * @param meta as sent, null where there is none
 * @param ndarray whether the answer is to be an ndarray; a tensor otherwise
 */
record SeldonRequest(JsonNode meta, boolean ndarray, List<Input> inputs) {}
