# One image for both processes. What they do, their environment says (README.md, "Configuration"):
#   docker build -t civiz:0.1.0 .
#   docker run -m 512m -p 8080:8080 -e REDIS_URL=redis://… civiz:0.1.0
#   docker run -m 512m -e REDIS_URL=redis://… civiz:0.1.0 collector.jar

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN mvn -B -ntp -Dmaven.test.skip -pl web,collector -am package

FROM eclipse-temurin:25-jre-noble
WORKDIR /app
COPY --from=build /build/web/target/web.jar /build/collector/target/collector.jar ./
# Nobody: nothing here is written to, and no name is needed.
USER 65534:65534
EXPOSE 8080
# The web process's; the collector listens nowhere, so its containers turn this off.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${PORT:-8080} && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.* 200 ' <&3"]
# The Procfile's flags. The heap is a share of the container's limit; JAVA_TOOL_OPTIONS=-Xmx… sets another one.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-Xss512k", \
  "-XX:MaxRAMPercentage=60", "-jar"]
CMD ["web.jar"]
