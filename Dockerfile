FROM python:3.13-slim AS build
ENV UV_PROJECT_ENVIRONMENT=/app \
    UV_PYTHON_DOWNLOADS=never \
    UV_COMPILE_BYTECODE=1 \
    UV_NO_CACHE=1
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
# What is locked changes less often than the code, so it gets a layer of its own.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-install-project
COPY README.md LICENSE ./
COPY emulator/verify_emulator emulator/verify_emulator
RUN uv sync --locked --no-editable

FROM python:3.13-slim
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    VERIFY_EMULATOR_HOST=0.0.0.0
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
EXPOSE 8739
# To reach it elsewhere publish another port (docker run -p 9000:8739); the check asks at 8739.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["verify-emulator", "ready"]
ENTRYPOINT ["verify-emulator"]
CMD ["serve"]
