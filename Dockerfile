# docker build -t parkgate .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /parkgate
COPY . .
RUN mvn -q -B -pl src package -DskipTests

FROM eclipse-temurin:25-jre
RUN install -d -o 10001 -g 10001 /data
COPY --from=build /parkgate/src/target/parkgate.jar /parkgate.jar
USER 10001:10001
VOLUME /data
EXPOSE 8080
ENV PARKGATE_HTTP_HOST=0.0.0.0 PARKGATE_DATA_DIR=/data
ENTRYPOINT ["java", "-jar", "/parkgate.jar"]
