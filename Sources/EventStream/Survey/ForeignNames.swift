// What the columns of German, French and Spanish tables are called, as the English name that a survey knows. Its own file,
// because it is a list and nothing else.

internal import Foundation

/// Names of fields in other languages.
enum ForeignNames {
  /// The English name of a field that is called so, in the spelling of `FieldName`; `nil` for any other.
  static func english(_ name: String) -> String? { english[withoutAccents(name)] }

  private static func withoutAccents(_ name: String) -> String {
    name.folding(options: .diacriticInsensitive, locale: nil)
  }

  private static let english: [String: String] = {
    var all: [String: String] = [:]
    for (english, names) in byEnglish {
      for name in names.split(separator: " ") { all[withoutAccents(String(name))] = english }
    }
    return all
  }()

  /// German, French, Spanish. What shows a person stands here as well, so that it becomes no trait.
  private static let byEnglish = [
    "timestamp": "zeitstempel zeitpunkt horodatage marca_de_tiempo",
    "date": "datum fecha",
    "order_date": """
    bestelldatum auftragsdatum kaufdatum date_de_commande date_commande date_d_achat fecha_de_pedido fecha_del_pedido \
    fecha_pedido fecha_de_compra
    """,
    "invoice_date": "rechnungsdatum date_de_facture date_facture fecha_de_factura",
    "created_at": """
    erstellt_am erstellt erstellungsdatum angelegt_am créé_le date_de_création creado_el fecha_de_creación
    """,
    "updated_at":
      "geändert_am aktualisiert_am modifié_le mis_à_jour_le actualizado_el fecha_de_actualización",
    "joined_at": """
    kunde_seit kundin_seit mitglied_seit anmeldedatum registriert_am client_depuis membre_depuis date_d_inscription \
    cliente_desde miembro_desde fecha_de_alta fecha_de_registro
    """,
    "customer_id": """
    kundennummer kunden_nummer kundennr kunden_nr kunden_id n_client n_de_client numéro_client numéro_de_client id_client \
    code_client nº_cliente nº_de_cliente n_cliente n_de_cliente número_de_cliente id_cliente id_de_cliente código_de_cliente código_cliente
    """,
    "member_id": "mitgliedsnummer mitglieds_nr numéro_d_adhérent número_de_socio",
    "record_id": "datensatz_id",
    "email": """
    e_mail_adresse email_adresse mailadresse adresse_e_mail adresse_email adresse_mail courriel correo_electrónico correo \
    dirección_de_correo_electrónico
    """,
    "order_number": """
    bestellnummer bestell_nr bestellnr auftragsnummer auftrags_nr n_de_commande n_commande numéro_de_commande \
    numéro_commande nº_de_pedido nº_pedido n_pedido n_de_pedido número_de_pedido número_pedido pedido
    """,
    "invoice_no": """
    rechnungsnummer rechnungs_nr n_de_facture n_facture numéro_de_facture nº_de_factura n_factura número_de_factura
    """,
    "total": """
    gesamtbetrag gesamtsumme gesamtpreis summe rechnungsbetrag bestellwert montant_total montant_ttc total_ttc importe_total \
    total_con_iva
    """,
    "amount": "betrag montant importe",
    "revenue": "umsatz chiffre_d_affaires ingresos",
    "refunded_amount": "erstattungsbetrag erstatteter_betrag montant_remboursé importe_reembolsado",
    "currency": "währung waehrung devise moneda divisa",
    "quantity": "menge anzahl quantité cantidad",
    "unit_price": "einzelpreis stückpreis preis prix_unitaire prix precio_unitario precio",
    "event": "ereignis événement evento",
    "channel": "kanal canal",
    "status": "statut estado",
    "order_status": "bestellstatus auftragsstatus statut_de_la_commande statut_de_commande estado_del_pedido",
    "payment_status": "zahlungsstatus bezahlstatus statut_du_paiement statut_de_paiement estado_del_pago",
    "country": "land pays país", "language": "sprache langue idioma", "age": "alter âge edad",
    "gender": "geschlecht sexe género sexo", "industry": "branche secteur",
    "lifecycle": "lebenszyklusphase", "first_name": "vorname prénom nombre",
    "last_name": "nachname familienname nom nom_de_famille apellido apellidos",
    "phone": "telefon telefonnummer handy téléphone teléfono", "address": "adresse anschrift dirección",
    "street": "straße strasse rue calle", "postcode": "plz postleitzahl code_postal código_postal",
    "city": "ort stadt wohnort ville ciudad",
    "birthday": "geburtsdatum geburtstag date_de_naissance fecha_de_nacimiento",
    "notes": "notiz notizen bemerkung bemerkungen remarques notas observaciones",
    "title": "titel titre título",
  ]
}
