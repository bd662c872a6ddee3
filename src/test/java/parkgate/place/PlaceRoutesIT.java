package parkgate.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.testing.ApiServer.Answer;
import parkgate.testing.Servers;

class PlaceRoutesIT {
    private Places places;

    @BeforeEach
    void start() {
        places = new Places(Servers.freshDatabaseUri());
    }

    @AfterEach
    void stop() {
        places.close();
    }

    @Test
    void what_a_lot_leaves_out_takes_the_defaults_and_its_parents_time_zone() {
        places.makeLot();
        JsonObject lot = places.api.get("/v1/places/l").json();
        lot.remove("createdAt");
        assertEquals(new JsonObject("""
                        {"placeId":"l","type":"LOT","parentId":"d","name":"Lot","timeZone":"Asia/Shanghai","capacity":220,
                         "status":"OPEN","passback":"HARD","minAssurance":"S","admitTransients":false,
                         "noOpenSession":"OPEN_AND_FLAG","revokedExit":"OPEN_AND_FLAG","fullPolicy":"HARD",
                         "stalePack":"ALWAYS_RIGHTS","passageTimeoutSeconds":60,"operatorId":"o","public":false,"location":null,"pools":[]}"""), lot);
    }

    @Test
    void a_place_is_made_once_and_replaced_after_that() {
        places.makeLot();
        Answer again = place("l", "{'type':'LOT','parentId':'d','name':'New name','status':'FULL'}");
        assertEquals(200, again.status());
        assertEquals("New name", again.json().getString("name"));
        assertEquals("FULL", again.json().getString("status"));
        assertEquals(null, again.json().getInteger("capacity"), "left out: the default again");
    }

    @Test
    void type_and_parent_stay_as_they_were_made() {
        places.makeLot();
        assertEquals(
                201,
                place("d2", "{'type':'DISTRICT','parentId':'c','name':'Other'}").status());
        assertEquals(
                409, place("l", "{'type':'LOT','parentId':'d2','name':'Lot'}").status());
        assertEquals(409, place("l", "{'type':'CITY','name':'Lot'}").status());
        assertEquals("d", places.api.get("/v1/places/l").json().getString("parentId"));
    }

    @Test
    void a_place_lies_in_a_place_of_the_level_above() {
        places.makeLot();
        assertEquals(List.of("/parentId"), fields(place("x", "{'type':'LOT','parentId':'c','name':'X'}")));
        assertEquals(List.of("/parentId"), fields(place("x", "{'type':'LOT','parentId':'nowhere','name':'X'}")));
        assertEquals(List.of("/parentId"), fields(place("x", "{'type':'LOT','name':'X'}")));
        assertEquals(List.of("/parentId"), fields(place("x", "{'type':'CITY','parentId':'c','name':'X'}")));
        assertEquals(
                201, place("x", "{'type':'AREA','parentId':'l','name':'X'}").status());
    }

    @Test
    void a_time_zone_that_nobody_knows_is_refused() {
        assertEquals(List.of("/timeZone"), fields(place("c", "{'type':'CITY','name':'C','timeZone':'Mars/Base'}")));
    }

    @Test
    void a_place_tells_where_it_is_until_it_is_put_without() {
        places.makeLot();
        for (double[] at : new double[][] {{31.24213, 121.48856}, {-90, 180}, {90, -180}, {0, 0}}) {
            Answer put = place("l", located(at[0], at[1]));
            assertEquals(200, put.status());
            assertEquals(new JsonObject().put("latitude", at[0]).put("longitude", at[1]), where(put));
            assertEquals(where(put), where(places.api.get("/v1/places/l")));
        }
        assertEquals(null, where(place("l", "{'type':'LOT','parentId':'d','name':'Lot'}")));
    }

    @Test
    void a_point_that_is_not_on_the_earth_is_refused() {
        places.makeLot();
        assertEquals(List.of("/location/latitude"), fields(place("l", located(90.000001, 0))));
        assertEquals(List.of("/location/latitude"), fields(place("l", located(-91, 0))));
        assertEquals(List.of("/location/longitude"), fields(place("l", located(0, 180.000001))));
        assertEquals(List.of("/location/longitude"), fields(place("l", located(0, -1e300))));
        for (String half : List.of("{'latitude':1}", "{'latitude':1,'longitude':'2'}", "[1,2]", "null")) {
            assertEquals(
                    422,
                    place("l", "{'type':'LOT','parentId':'d','name':'Lot','location':" + half + "}")
                            .status(),
                    half);
        }
        assertEquals(null, where(places.api.get("/v1/places/l")));
    }

    private static String located(double latitude, double longitude) {
        return "{'type':'LOT','parentId':'d','name':'Lot','location':{'latitude':" + latitude + ",'longitude':"
                + longitude + "}}";
    }

    private static JsonObject where(Answer answer) {
        return answer.json().getJsonObject("location");
    }

    @Test
    void twenty_puts_at_once_make_a_place_once() throws Exception {
        places.makeLot();
        assertEquals(1, madeOf(20, () -> place("l2", "{'type':'LOT','parentId':'d','name':'L'}")));
        assertEquals(1, madeOf(20, () -> place("l2/lanes/in2", "{'direction':'ENTRY'}")));
        assertEquals(1, madeOf(20, () -> place("l2/pools/p", "{'spaces':3}")));
    }

    @Test
    void a_lane_belongs_to_one_lot_for_good() {
        places.makeLot();
        place("l2", "{'type':'LOT','parentId':'d','name':'L'}");
        assertEquals(201, place("l/lanes/in", "{'direction':'ENTRY'}").status());
        Answer replaced = place("l/lanes/in", "{'direction':'EXIT','confirmPassage':false}");
        assertEquals(200, replaced.status());
        assertEquals("EXIT", replaced.json().getString("direction"));
        assertEquals(409, place("l2/lanes/in", "{'direction':'ENTRY'}").status());
        assertEquals("l", places.directory.lane("in").orElseThrow().lotId());
        assertEquals(404, place("nowhere/lanes/x", "{'direction':'ENTRY'}").status());
        assertEquals(409, place("d/lanes/x", "{'direction':'ENTRY'}").status());
    }

    @Test
    void a_lane_leads_between_areas_of_its_own_lot() {
        places.makeLot();
        place("a", "{'type':'AREA','parentId':'l','name':'Deck'}");
        assertEquals(
                201,
                place("l/lanes/up", "{'direction':'ENTRY','fromArea':'0','toArea':'a'}")
                        .status());
        assertEquals(List.of("/toArea"), fields(place("l/lanes/up", "{'direction':'ENTRY','toArea':'l'}")));
    }

    @Test
    void a_pool_and_its_change_travel_with_the_lots_rules() {
        places.makeLot();
        long before = places.directory.rules("l").orElseThrow().version();
        assertEquals(201, place("l/pools/p", "{'spaces':40}").status());
        assertEquals(200, place("l/pools/p", "{'spaces':41,'policy':'CHARGE'}").status());
        var rules = places.directory.rules("l").orElseThrow();
        assertEquals(41, rules.pools().get("p").spaces());
        assertEquals("CHARGE", rules.pools().get("p").policy().name());
        assertTrue(rules.version() > before);
        assertEquals(409, place("d/pools/p", "{'spaces':1}").status());
    }

    @Test
    void a_change_of_the_city_reaches_its_lots_rules() {
        places.makeLot();
        long before = places.directory.rules("l").orElseThrow().version();
        place("c", "{'type':'CITY','name':'City','timeZone':'Europe/Berlin'}");
        var rules = places.directory.rules("l").orElseThrow();
        assertEquals("Europe/Berlin", rules.zone().getId());
        assertEquals(List.of("l", "d", "c"), rules.placeIds());
        assertTrue(rules.version() > before);
    }

    @Test
    void a_key_acts_where_it_is_bound() {
        places.makeLot();
        place("d2", "{'type':'DISTRICT','parentId':'c','name':'Other'}");
        places.api.key("d", new Caller("k1", KeyKind.OPS, null, null, "d", null));
        places.api.key("o", new Caller("k2", KeyKind.OPS, null, null, null, "o"));
        assertEquals(201, by("d", "l2", "{'type':'LOT','parentId':'d','name':'L','operatorId':'other'}"));
        assertEquals(403, by("d", "l3", "{'type':'LOT','parentId':'d2','name':'L'}"));
        assertEquals(403, by("d", "c2", "{'type':'CITY','name':'C'}"));
        assertEquals(200, by("o", "l", "{'type':'LOT','parentId':'d','name':'L','operatorId':'o'}"));
        assertEquals(403, by("o", "l", "{'type':'LOT','parentId':'d','name':'L','operatorId':'other'}"));
        assertEquals(403, by("o", "l2/lanes/x", "{'direction':'ENTRY'}"));
        assertEquals(403, by("o", "l9", "{'type':'LOT','parentId':'d','name':'L','operatorId':'o'}"));
        assertEquals(403, send("o", "/v1/places/l2").status());
        assertEquals(Set.of("l"), ids(send("o", "/v1/places")));
        assertEquals(Set.of("d", "l", "l2"), ids(send("d", "/v1/places")));
        assertEquals(403, send("d", "/v1/places/nowhere").status(), "not even whether it is there");
        assertEquals(404, places.api.get("/v1/places/nowhere").status());
    }

    @Test
    void children_are_listed_newest_first_page_by_page() {
        places.makeLot();
        List<String> made = new ArrayList<>(List.of("l"));
        for (int i = 0; i < 6; i++) {
            place("l" + i, "{'type':'LOT','parentId':'d','name':'L'}");
            made.add(0, "l" + i);
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonObject page = places.api
                    .get("/v1/places?parentId=d&limit=3" + (next.isEmpty() ? "" : "&cursor=" + next))
                    .json();
            page.getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("placeId")));
            next = page.getString("nextCursor");
        } while (next != null);
        assertEquals(made, seen);
    }

    private Answer place(String path, String json) {
        return places.put(path, json.replace('\'', '"'));
    }

    private int by(String key, String path, String json) {
        return places.api
                .send(key, "PUT", "/v1/places/" + path, new JsonObject(json.replace('\'', '"')))
                .status();
    }

    private Answer send(String key, String path) {
        return places.api.send(key, "GET", path, new JsonObject());
    }

    private static Set<String> ids(Answer list) {
        Set<String> ids = new TreeSet<>();
        list.json().getJsonArray("items").forEach(item -> ids.add(((JsonObject) item).getString("placeId")));
        return ids;
    }

    /** The fields that a 422 names. */
    private static List<String> fields(Answer refused) {
        assertEquals(422, refused.status());
        JsonArray errors = refused.json().getJsonArray("errors");
        return errors.stream()
                .map(error -> ((JsonObject) error).getString("field"))
                .toList();
    }

    private static long madeOf(int times, Callable<Answer> put) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Callable<Answer>> puts = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                puts.add(put);
            }
            long made = 0;
            for (Future<Answer> answer : threads.invokeAll(puts)) {
                int status = answer.get().status();
                assertTrue(status == 200 || status == 201, "status " + status);
                made += status == 201 ? 1 : 0;
            }
            return made;
        } finally {
            threads.shutdown();
        }
    }
}
