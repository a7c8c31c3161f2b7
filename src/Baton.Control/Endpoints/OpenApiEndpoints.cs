using Baton.Control.Lists;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Core;

namespace Baton.Control.Endpoints;

/// <summary><c>/openapi/v1.json</c>: what programs are told of this API, as it was written when Baton was built.</summary>
internal static class OpenApiEndpoints
{
    private static readonly Lazy<WrittenPage> Document = new(Read);

    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return Answer.WriteTaggedAsync(request.Context, Document.Value);
    }

    private static WrittenPage Read()
    {
        using var resource = typeof(OpenApiEndpoints).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return new WrittenPage(bytes, $"\"{Sha256.HexOf(bytes)[..16]}\"");
    }
}
