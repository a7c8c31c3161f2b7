using Baton.Manifest.Schema;
using static Baton.Manifest.Schema.SchemaTypes;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>The keys of the table <c>api</c>.</summary>
internal static class ApiSchema
{
    /// <summary>The table.</summary>
    public static SchemaType Table => new SchemaType.Table(
    [
        new("listen", new SchemaType.Either(Address, new SchemaType.Items(Address, 1)), "TCP addresses, HOST:PORT or :PORT, or none; beyond this machine only with tokens", "\"127.0.0.1:8003\""),
        new("token_file", Text, "File of tokens, each line NAME ROLE TOKEN; relative to the project"),
        new("hosts", new SchemaType.Items(Host), "Other names that this machine is called by, with or without a port", "[]"),
        new("cors_origins", new SchemaType.Items(Origin), "Pages of other sites that may use the API", "[]"),
    ]);

    // Whether an address can be is for the binder to say.
    private static SchemaType Address => new SchemaType.Text("^(none|.*:[0-9]{1,5})$");

    private static SchemaType Host => new SchemaType.Text(@"^(\[[^\]]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$");

    private static SchemaType Origin => new SchemaType.Text(@"^[hH][tT][tT][pP][sS]?://(\[[^\]]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$");
}
