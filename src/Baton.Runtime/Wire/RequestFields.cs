using System.Text.Json;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Wire;

/// <summary>
/// The fields of a request, from an object (in any order, unknown ones left out of account, none twice) or from an array in the order of the shape.
/// </summary>
internal sealed class RequestFields
{
    /// <summary>Names of the fields in their order; the first <paramref name="Required"/> must be there.</summary>
    internal sealed record Shape(int Required, params string[] Names);

    public static readonly Shape OfAdd = new(2, "id", "path", "privileged");
    public static readonly Shape OfAddWithBinary = new(3, "id", "length", "hash", "privileged");
    public static readonly Shape OfStart = new(1, "id", "priority");
    public static readonly Shape OfLink = new(2, "type_name", "to", "from");

    private InstanceId _id;
    private InstanceId? _from;
    private InstancePriority? _priority;
    private string _path = "", _typeName = "";
    private LinkTarget? _to;
    private bool _isPrivileged;
    private long _length;
    private byte[] _hash = [];

    private RequestFields()
    {
    }

    /// <summary>Reads them; the reader stands on the first token of the value, and afterwards on its last.</summary>
    public static RequestFields Read(ref Utf8JsonReader json, Shape shape)
    {
        var fields = new RequestFields();
        var seen = json.TokenType switch
        {
            JsonTokenType.StartObject => fields.ReadObject(ref json, shape),
            JsonTokenType.StartArray => fields.ReadArray(ref json, shape),
            _ => throw new JsonException("its fields are an object"),
        };
        for (var i = 0; i < shape.Required; i++)
        {
            if ((seen & (1 << i)) == 0) throw new JsonException($"missing field `{shape.Names[i]}`");
        }

        return fields;
    }

    public ControlRequest ToAdd() => new ControlRequest.Add(_id, _path, _isPrivileged);

    public ControlRequest ToAddWithBinary() => new ControlRequest.AddWithBinary(_id, _length, _hash, _isPrivileged);

    public ControlRequest ToStart() => new ControlRequest.Start(_id, _priority);

    public ControlRequest ToLink() => new ControlRequest.Link(_typeName, _to!, _from);

    public ControlRequest ToUnlink() => new ControlRequest.Unlink(_typeName, _to!, _from);

    private int ReadObject(ref Utf8JsonReader json, Shape shape)
    {
        var seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var field = Array.IndexOf(shape.Names, name);
            if (field < 0)
            {
                json.Skip();
                continue;
            }

            if ((seen & (1 << field)) != 0) throw new JsonException($"duplicate field `{name}`");
            seen |= 1 << field;
            json.Read();
            ReadValue(ref json, name);
        }

        return seen;
    }

    private int ReadArray(ref Utf8JsonReader json, Shape shape)
    {
        var count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == shape.Names.Length) throw new JsonException($"more than {count} fields");
            ReadValue(ref json, shape.Names[count++]);
        }

        return (1 << count) - 1;
    }

    private void ReadValue(ref Utf8JsonReader json, string name)
    {
        switch (name)
        {
            case "id": _id = WireValue.Id(ref json); break;
            case "path": _path = WireValue.Text(ref json); break;
            case "privileged": _isPrivileged = WireValue.Flag(ref json); break;
            case "priority": _priority = WireValue.Priority(ref json); break;
            case "length": _length = WireValue.Length(ref json); break;
            case "hash": _hash = WireValue.Hash(ref json); break;
            case "type_name": _typeName = WireValue.Text(ref json); break;
            case "to": _to = WireValue.Target(ref json); break;
            default: _from = json.TokenType == JsonTokenType.Null ? null : WireValue.Id(ref json); break;
        }
    }
}
