using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Baton.Control.Tests.Describing;

/// <summary>What the comments of the records say, for people who read the description of the API.</summary>
internal sealed partial class RecordComments
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Baton.Contracts.xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public string? Of(Type type) => TextOf(MemberOf($"T:{NameOf(type)}")?.Element("summary"));

    public string? Of(Type type, string property)
    {
        // A property of a record's head is described as a parameter of the record.
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            if (TextOf(MemberOf($"P:{NameOf(at)}.{property}")?.Element("summary")) is { } own) return own;
            var parameter = MemberOf($"T:{NameOf(at)}")?.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == property);
            if (TextOf(parameter) is { } inHead) return inHead;
        }

        return null;
    }

    private XElement? MemberOf(string name) => _members.GetValueOrDefault(name);

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;

    private static string? TextOf(XElement? element)
    {
        if (element is null) return null;
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
            XElement { Name.LocalName: "paramref" } parameter => parameter.Attribute("name")!.Value,
            XElement other => other.Value,
            _ => "",
        }));
        return Blanks().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
